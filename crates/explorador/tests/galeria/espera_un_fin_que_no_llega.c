// Quien lee hasta el final de la tubería se dejó abierto su propio extremo de escribir:
// el final no llega nunca.
// Fuerza bruta: sí
// Finales:
//   deadlock "" -
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        char c;
        while (read(t[0], &c, 1) > 0) {}
        dprintf(1, "leído\n");
        _exit(0);
    }
    if (write(t[1], "abc", 3) != 3) _exit(1);
    close(t[1]);
    recoge(hijo);
}
