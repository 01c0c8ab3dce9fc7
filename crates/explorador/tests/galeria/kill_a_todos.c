// `kill(-1)` va a todos los procesos de la máquina, y a otro que no es del
// programa no le toca recibir señales suyas: las dos se impiden.
// Finales:
//   ok "EPERM EPERM\n" 0 impedidas=2
#include "comun.h"

static const char *intenta(pid_t destino) {
    return kill(destino, SIGURG) == -1 && errno == EPERM ? "EPERM" : "pasó";
}

int main(void) {
    const char *a_todos = intenta(-1);
    const char *al_primero = intenta(1);
    dprintf(1, "%s %s\n", a_todos, al_primero);
}
