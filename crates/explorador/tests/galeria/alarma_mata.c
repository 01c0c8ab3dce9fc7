// Sin manejador, la alarma mata: el hijo que se quedó esperando no se queda para
// siempre, y el padre ve de qué murió.
// Finales:
//   ok "murió por SIGALRM\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        alarm(3600);
        for (;;) pause();
    }
    int estado;
    waitpid(hijo, &estado, 0);
    if (WIFSIGNALED(estado) && WTERMSIG(estado) == SIGALRM) dprintf(1, "murió por SIGALRM\n");
}
