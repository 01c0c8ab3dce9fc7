// Una señal con manejador interrumpe a quien espera en `read`: EINTR. Si llega
// cuando el byte ya estaba, no se nota.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "EINTR\n" 0
//   ok "leído\n" 0
#include "comun.h"

static void nada(int s) { (void)s; }

int main(void) {
    struct sigaction sin_reintento = {.sa_handler = nada};
    sigaction(SIGUSR1, &sin_reintento, NULL);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        char c;
        if (read(t[0], &c, 1) == 1) dprintf(1, "leído\n");
        else if (errno == EINTR) dprintf(1, "EINTR\n");
        close(t[0]), close(t[1]);
        _exit(0);
    }
    kill(hijo, SIGUSR1);
    avisa(t[1]);
    recoge(hijo);
    close(t[0]), close(t[1]);
}
