// Dos hijos suman sin ponerse de acuerdo, y el padre recoge a quien termine antes: los
// órdenes en que terminan no multiplican los de la suma más de lo que hace falta.
// Fuerza bruta: sí
// Planes: < 9
// Finales:
//   ok "1\n" 0 fugas=2
//   ok "2\n" 0 fugas=2
#include "comun.h"

int main(void) {
    volatile int *n = comparte();
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            *n = *n + 1;
            _exit(0);
        }
    }
    wait(NULL), wait(NULL);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
