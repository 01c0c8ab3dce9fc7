// La señal está bloqueada salvo mientras espera `ppoll`: la interrumpe siempre, llegue
// antes o después de entrar.
// Fuerza bruta: sí
// Finales:
//   ok "-1 1\n" 0
#include "comun.h"
#include <poll.h>

static volatile sig_atomic_t llego;

static void apunta(int senal) {
    (void)senal;
    llego = 1;
}

int main(void) {
    sigset_t usr1, antes;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, &antes);
    struct sigaction accion = {.sa_handler = apunta};
    sigaction(SIGUSR1, &accion, NULL);
    int t[2];
    tuberia(t);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        close(t[1]);
        kill(padre, SIGUSR1);
        _exit(0);
    }
    struct pollfd mira = {.fd = t[0], .events = POLLIN};
    int listos = ppoll(&mira, 1, NULL, &antes);
    dprintf(1, "%d %d\n", listos, (int)llego);
    close(t[0]);
    close(t[1]);
    recoge(hijo);
}
