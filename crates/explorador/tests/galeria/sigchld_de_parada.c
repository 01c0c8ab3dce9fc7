// Que un hijo se pare también se avisa al padre con SIGCHLD, salvo con SA_NOCLDSTOP.
// Finales:
//   ok "parado\nterminado\n" 0
#include "comun.h"

static volatile sig_atomic_t parado, terminado;

static void cambia(int senal, siginfo_t *info, void *contexto) {
    (void)senal, (void)contexto;
    if (info->si_code == CLD_STOPPED) parado = info->si_pid;
    if (info->si_code == CLD_EXITED) terminado = info->si_pid;
}

int main(void) {
    struct sigaction accion = {.sa_sigaction = cambia, .sa_flags = SA_SIGINFO};
    sigset_t chld, antes;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, &antes);
    sigaction(SIGCHLD, &accion, NULL);
    pid_t hijo = fork();
    if (hijo == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    while (!parado) sigsuspend(&antes);
    dprintf(1, "parado\n");
    accion.sa_flags |= SA_NOCLDSTOP;
    sigaction(SIGCHLD, &accion, NULL);
    kill(hijo, SIGCONT);
    while (!terminado) sigsuspend(&antes);
    dprintf(1, "terminado\n");
    if (parado != hijo || terminado != hijo) _exit(1);
    recoge(hijo);
}
