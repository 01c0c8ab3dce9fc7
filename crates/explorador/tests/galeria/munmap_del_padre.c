// `munmap` es de cada proceso: que el padre suelte la página no se la quita al
// hijo.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    *dato = 42;
    pid_t hijo = fork();
    if (hijo == 0) {
        dprintf(1, "%d\n", *dato);
        termina(dato);
    }
    suelta(dato);
    recoge(hijo);
}
