// La misma señal con SA_RESTART: el núcleo repite la lectura y el programa no se
// entera.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "leído\n" 0
#include "comun.h"

static void nada(int s) { (void)s; }

int main(void) {
    struct sigaction con_reintento = {.sa_handler = nada, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &con_reintento, NULL);
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
