// Abuelo, hijo y nieto suman a la vez en la misma página.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
//   ok "3\n" 0
#include "comun.h"

int main(void) {
    volatile int *n = comparte();
    pid_t hijo = fork(), nieto = -1;
    if (hijo == 0) nieto = fork();
    *n = *n + 1;
    if (nieto == 0) termina(n);
    if (hijo == 0) {
        recoge(nieto);
        termina(n);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
