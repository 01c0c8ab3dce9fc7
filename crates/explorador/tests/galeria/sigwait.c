// Sin manejador: la señal se deja bloqueada y se recoge con `sigwait`.
// Fuerza bruta: sí
// Finales:
//   ok "recibida SIGUSR1\n" 0
#include "comun.h"

int main(void) {
    sigset_t esperada;
    sigemptyset(&esperada);
    sigaddset(&esperada, SIGUSR1);
    sigprocmask(SIG_BLOCK, &esperada, NULL);
    pid_t hijo = fork();
    if (hijo == 0) {
        int senal;
        if (sigwait(&esperada, &senal) == 0 && senal == SIGUSR1) dprintf(1, "recibida SIGUSR1\n");
        _exit(0);
    }
    kill(hijo, SIGUSR1);
    recoge(hijo);
}
