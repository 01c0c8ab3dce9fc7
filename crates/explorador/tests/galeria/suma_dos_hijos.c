// Dos hijos que hacen `n = n + 1` con tres instrucciones: o suman los dos o se
// pierde una suma.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
#include "comun.h"

int main(void) {
    volatile int *n = comparte();
    pid_t hijo[2];
    for (int i = 0; i < 2; i++) {
        if ((hijo[i] = fork()) == 0) {
            *n = *n + 1;
            termina(n);
        }
    }
    recoge(hijo[0]), recoge(hijo[1]);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
