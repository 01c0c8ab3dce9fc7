// El manejador de SIGCHLD recoge a un hijo cada vez, pero dos que mueren juntos dan una
// sola señal: el segundo se queda sin recoger y el padre esperando para siempre.
// Fuerza bruta: sí
// Finales:
//   ok "recogidos\n" 0
//   deadlock "" -
#include "comun.h"

static volatile sig_atomic_t recogidos;

static void uno(int senal) {
    (void)senal;
    if (wait(NULL) > 0) recogidos++;
}

int main(void) {
    sigset_t chld, antes;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, &antes);
    signal(SIGCHLD, uno);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) _exit(0);
    while (recogidos < 2) sigsuspend(&antes);
    dprintf(1, "recogidos\n");
}
