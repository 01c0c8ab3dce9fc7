// El mismo final que despierta a `wait` manda SIGCHLD: `wait` da el hijo, y no EINTR.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
#include "comun.h"

static void nada(int senal) { (void)senal; }

int main(void) {
    struct sigaction accion = {.sa_handler = nada};
    sigaction(SIGCHLD, &accion, NULL);
    if (fork() == 0) _exit(0);
    dprintf(1, "%d\n", wait(NULL) > 0 ? 0 : errno);
}
