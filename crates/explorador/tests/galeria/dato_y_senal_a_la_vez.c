// El dato ya estaba cuando llegó la señal: `read` lo da, y no devuelve EINTR.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "1\n" 0
#include "comun.h"

static void nada(int senal) { (void)senal; }

int main(void) {
    struct sigaction accion = {.sa_handler = nada};
    sigaction(SIGUSR1, &accion, NULL);
    int t[2];
    tuberia(t);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        write(t[1], "x", 1);
        close(t[1]);
        kill(padre, SIGUSR1);
        _exit(0);
    }
    char c;
    dprintf(1, "%d\n", (int)read(t[0], &c, 1));
    close(t[0]);
    close(t[1]);
    while (waitpid(hijo, NULL, 0) < 0) {
    }
}
