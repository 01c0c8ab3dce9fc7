// Padre e hijo se turnan con señales: el hijo escribe cuando le avisan, y el
// padre lee cuando le contestan.
// Finales:
//   ok "42\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void anota(int s) { llego = s; }

int main(void) {
    sigset_t bloqueo, antes;
    sigemptyset(&bloqueo);
    sigaddset(&bloqueo, SIGUSR1);
    sigprocmask(SIG_BLOCK, &bloqueo, &antes);
    signal(SIGUSR1, anota);
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!llego) sigsuspend(&antes);
        *dato = *dato * 2;
        kill(getppid(), SIGUSR1);
        termina(dato);
    }
    *dato = 21;
    kill(hijo, SIGUSR1);
    while (!llego) sigsuspend(&antes);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    suelta(dato);
}
