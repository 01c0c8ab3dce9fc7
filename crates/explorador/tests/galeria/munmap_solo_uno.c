// Solo el padre suelta la página; el hijo termina con ella puesta.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0 fugas=1
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        _exit(0);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
