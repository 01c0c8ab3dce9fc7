// Un `eventfd` como aviso: leerlo espera a que alguien sume.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    int aviso = eventfd(0, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        eventfd_write(aviso, 1);
        close(aviso);
        termina(dato);
    }
    eventfd_t veces;
    eventfd_read(aviso, &veces);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    close(aviso);
    suelta(dato);
}
