// Con tres hijos se pueden perder una o dos sumas.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
//   ok "3\n" 0
#include "comun.h"

int main(void) {
    volatile int *n = comparte();
    pid_t hijo[3];
    for (int i = 0; i < 3; i++) {
        if ((hijo[i] = fork()) == 0) {
            *n = *n + 1;
            termina(n);
        }
    }
    for (int i = 0; i < 3; i++) recoge(hijo[i]);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
