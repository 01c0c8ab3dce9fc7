// A `waitpid` lo interrumpe una señal y nadie mira lo que devolvió: el padre lee
// sin haber esperado, y puede irse antes que su hijo.
// Fallo: waitpid:1:EINTR
// Finales:
//   ok "0\n" 0 vivos=1
//   ok "0\n" 0 zombis=1
//   ok "42\n" 0 vivos=1
//   ok "42\n" 0 zombis=1
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    waitpid(hijo, NULL, 0);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
