// SIGCHLD bloqueada: al mirar las pendientes, el hijo ha terminado o no.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "1\n" 0
#include "comun.h"

int main(void) {
    sigset_t chld, pendientes;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, NULL);
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    sigpending(&pendientes);
    dprintf(1, "%d\n", sigismember(&pendientes, SIGCHLD));
    recoge(hijo);
}
