// Una alarma esperada con `sigsuspend`: llega siempre, y llega ya, porque el
// tiempo es virtual.
// Finales:
//   ok "alarma\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void anota(int s) { llego = s; }

int main(void) {
    sigset_t bloqueo, antes;
    sigemptyset(&bloqueo);
    sigaddset(&bloqueo, SIGALRM);
    sigprocmask(SIG_BLOCK, &bloqueo, &antes);
    signal(SIGALRM, anota);
    alarm(3600);
    while (!llego) sigsuspend(&antes);
    dprintf(1, "alarma\n");
}
