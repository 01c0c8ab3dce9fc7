// Una señal que atiende un manejador puede llegar nada más volver de fork, o después de
// las dos miradas; que llegue entre una y otra («01») no se prueba, y el informe lo dice.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "00\n" 0
//   ok "11\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void apunta(int senal) {
    (void)senal;
    llego = 1;
}

int main(void) {
    struct sigaction accion = {.sa_handler = apunta, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &accion, NULL);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        kill(padre, SIGUSR1);
        _exit(0);
    }
    int antes = llego, despues = llego;
    recoge(hijo);
    dprintf(1, "%d%d\n", antes, despues);
}
