// Las señales de tiempo real se acumulan, en orden, y cada una lleva su dato.
// Finales:
//   ok "12\n" 0
//   ok "21\n" 0
#include "comun.h"

static char datos[3];
static volatile sig_atomic_t cuantos;

static void anota(int s, siginfo_t *que, void *contexto) {
    (void)s;
    (void)contexto;
    datos[cuantos++] = (char)('0' + que->si_value.sival_int);
}

int main(void) {
    struct sigaction accion = {.sa_sigaction = anota, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SIGRTMIN, &accion, NULL);
    sigset_t esta, antes;
    sigemptyset(&esta);
    sigaddset(&esta, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &esta, &antes);
    pid_t padre = getpid(), hijos[2];
    for (int k = 0; k < 2; k++) {
        hijos[k] = fork();
        if (hijos[k] == 0) {
            sigqueue(padre, SIGRTMIN, (union sigval){.sival_int = k + 1});
            _exit(0);
        }
    }
    recoge(hijos[0]);
    recoge(hijos[1]);
    sigprocmask(SIG_SETMASK, &antes, NULL);
    dprintf(1, "%s\n", datos);
}
