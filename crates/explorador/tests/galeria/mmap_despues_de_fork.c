// MAP_SHARED pedida después de `fork`: cada uno tiene la suya, aunque estén en la
// misma dirección.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    volatile int *dato = comparte();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
