// Dos señales iguales que llegan juntas son una; si a la segunda le da tiempo a llegar
// después, son dos.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
#include "comun.h"

static volatile sig_atomic_t veces;

static void cuenta(int s) {
    (void)s;
    veces++;
}

int main(void) {
    struct sigaction accion = {.sa_handler = cuenta, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &accion, NULL);
    pid_t padre = getpid(), hijos[2];
    for (int k = 0; k < 2; k++) {
        hijos[k] = fork();
        if (hijos[k] == 0) {
            kill(padre, SIGUSR1);
            _exit(0);
        }
    }
    recoge(hijos[0]);
    recoge(hijos[1]);
    dprintf(1, "%d\n", veces);
}
