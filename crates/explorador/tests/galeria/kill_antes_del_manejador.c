// El hijo instala su manejador después de nacer: la señal puede llegar antes y
// matarlo.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "tratada\n" 0
//   ok "muerto\n" 0
#include "comun.h"

static volatile sig_atomic_t llego;

static void anota(int s) { llego = s; }

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        signal(SIGUSR1, anota);
        while (!llego) sched_yield();
        _exit(0);
    }
    kill(hijo, SIGUSR1);
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, WIFSIGNALED(estado) ? "muerto\n" : "tratada\n");
}
