// Recoger a los hijos en el manejador de SIGCHLD, bien: un bucle que no se fía de
// que haya una señal por hijo.
// Finales:
//   ok "2 recogidos\n" 0
#include "comun.h"

static volatile sig_atomic_t recogidos;

static void recoge_a_todos(int s) {
    (void)s;
    while (waitpid(-1, NULL, WNOHANG) > 0) recogidos++;
}

int main(void) {
    sigset_t bloqueo, antes;
    sigemptyset(&bloqueo);
    sigaddset(&bloqueo, SIGCHLD);
    sigprocmask(SIG_BLOCK, &bloqueo, &antes);
    signal(SIGCHLD, recoge_a_todos);
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) _exit(0);
    }
    while (recogidos < 2) sigsuspend(&antes);
    dprintf(1, "%d recogidos\n", recogidos);
}
