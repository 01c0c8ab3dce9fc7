// El mismo manejador con un solo `waitpid`: si los dos hijos mueren juntos, sus
// dos SIGCHLD son una y el padre espera para siempre al segundo.
// Finales:
//   ok "2 recogidos\n" 0
//   deadlock "" -
#include "comun.h"

static volatile sig_atomic_t recogidos;

static void recoge_a_uno(int s) {
    (void)s;
    if (waitpid(-1, NULL, WNOHANG) > 0) recogidos++;
}

int main(void) {
    sigset_t bloqueo, antes;
    sigemptyset(&bloqueo);
    sigaddset(&bloqueo, SIGCHLD);
    sigprocmask(SIG_BLOCK, &bloqueo, &antes);
    signal(SIGCHLD, recoge_a_uno);
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) _exit(0);
    }
    while (recogidos < 2) sigsuspend(&antes);
    dprintf(1, "%d recogidos\n", recogidos);
}
