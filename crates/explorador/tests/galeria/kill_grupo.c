// `kill(0)` va a todo el grupo, que es el programa mismo: el padre ignora la
// señal, el hijo muere con ella.
// Finales:
//   ok "murió por SIGTERM\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        for (;;) pause();
    }
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    int estado;
    waitpid(hijo, &estado, 0);
    if (WIFSIGNALED(estado) && WTERMSIG(estado) == SIGTERM) dprintf(1, "murió por SIGTERM\n");
}
