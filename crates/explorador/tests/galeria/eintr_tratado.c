// La misma interrupción, tratada: se vuelve a esperar mientras la causa sea EINTR.
// Fallo: waitpid:1:EINTR
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
    while (waitpid(hijo, NULL, 0) == -1 && errno == EINTR) {}
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
