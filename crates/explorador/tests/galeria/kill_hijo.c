// Mandar una señal al propio hijo está bien, y el padre ve de qué murió.
// Fuerza bruta: sí
// Finales:
//   ok "murió por SIGTERM\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        for (;;) pause();
    }
    kill(hijo, SIGTERM);
    int estado;
    waitpid(hijo, &estado, 0);
    if (WIFSIGNALED(estado) && WTERMSIG(estado) == SIGTERM) dprintf(1, "murió por SIGTERM\n");
}
