// La espera activa de la primera clase de señales: mirar sin descanso una variable que
// cambia el manejador. No hace ninguna llamada ni toca memoria compartida, y termina
// siempre: la señal acaba llegando.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "ya\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void apunta(int senal) {
    (void)senal;
    llego = 1;
}

int main(void) {
    struct sigaction accion = {.sa_handler = apunta};
    sigaction(SIGUSR1, &accion, NULL);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        kill(padre, SIGUSR1);
        _exit(0);
    }
    while (!llego) {
    }
    recoge(hijo);
    dprintf(1, "ya\n");
}
