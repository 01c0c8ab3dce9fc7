// Una tubería tiene sitio para 65 536 bytes. Escribir más y esperar luego a
// quien debía leerlos: el padre no sale de `write`, el hijo espera el permiso.
// Finales:
//   deadlock "" -
#include "comun.h"

static char mucho[65537];

int main(void) {
    int datos[2], permiso[2];
    tuberia(datos), tuberia(permiso);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(permiso[0]);
        while (read(datos[0], mucho, sizeof mucho) > 0) {}
        _exit(0);
    }
    if (write(datos[1], mucho, sizeof mucho) < 0) _exit(1);
    avisa(permiso[1]);
    recoge(hijo);
    dprintf(1, "fin\n");
}
