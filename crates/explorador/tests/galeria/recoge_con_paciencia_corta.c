// El padre pregunta por su hijo mil veces, cediendo el turno, y luego se va sin él.
// Parcial: mientras espera se le hace dejar pasar a los demás, o no se les deja nunca
// Finales:
//   ok "me voy\n" 0 vivos=1
//   ok "me voy\n" 0 zombis=1
//   ok "recogido\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    for (int vueltas = 0; vueltas < 1000; vueltas++) {
        if (waitpid(hijo, NULL, WNOHANG) == hijo) {
            dprintf(1, "recogido\n");
            return 0;
        }
        sched_yield();
    }
    dprintf(1, "me voy\n");
}
