// Preguntar sin esperar, en un bucle que cede el turno: termina siempre, y solo
// cuando el hijo ha terminado.
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    while (waitpid(hijo, NULL, WNOHANG) == 0) sched_yield();
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
