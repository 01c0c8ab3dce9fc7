// La señal que llega entre mirar la bandera y `pause` se pierde: el hijo duerme
// para siempre.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "despierto\n" 0
//   deadlock "" -
#include "comun.h"

static volatile sig_atomic_t llego;

static void anota(int s) { llego = s; }

int main(void) {
    signal(SIGUSR1, anota);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (!llego) pause();
        dprintf(1, "despierto\n");
        _exit(0);
    }
    kill(hijo, SIGUSR1);
    recoge(hijo);
}
