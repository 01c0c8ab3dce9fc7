// Una señal que por omisión se ignora, bloqueada, queda pendiente y `sigwait` la recoge.
// Fuerza bruta: sí
// Finales:
//   ok "SIGCONT\n" 0
#include "comun.h"

int main(void) {
    sigset_t cont;
    sigemptyset(&cont);
    sigaddset(&cont, SIGCONT);
    sigprocmask(SIG_BLOCK, &cont, NULL);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        kill(padre, SIGCONT);
        _exit(0);
    }
    int senal = 0;
    sigwait(&cont, &senal);
    dprintf(1, senal == SIGCONT ? "SIGCONT\n" : "otra\n");
    recoge(hijo);
}
