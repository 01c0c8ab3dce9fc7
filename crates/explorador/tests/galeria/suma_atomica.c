// Los mismos dos hijos con una suma atómica: no se pierde ninguna.
// Finales:
//   ok "2\n" 0
#include "comun.h"

int main(void) {
    _Atomic int *n = comparte();
    pid_t hijo[2];
    for (int i = 0; i < 2; i++) {
        if ((hijo[i] = fork()) == 0) {
            atomic_fetch_add(n, 1);
            termina(n);
        }
    }
    recoge(hijo[0]), recoge(hijo[1]);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
