// La señal bloqueada hasta `sigsuspend`, que desbloquea y duerme de una vez: no
// se pierde nunca.
// Fuerza bruta: sí
// Finales:
//   ok "despierto\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void anota(int s) { llego = s; }

int main(void) {
    sigset_t bloqueo, antes;
    sigemptyset(&bloqueo);
    sigaddset(&bloqueo, SIGUSR1);
    sigprocmask(SIG_BLOCK, &bloqueo, &antes);
    signal(SIGUSR1, anota);
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!llego) sigsuspend(&antes);
        dprintf(1, "despierto\n");
        _exit(0);
    }
    kill(hijo, SIGUSR1);
    recoge(hijo);
}
