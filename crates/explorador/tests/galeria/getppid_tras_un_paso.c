// Que el padre siga vivo cuando el hijo pregunta por él depende del orden, aunque
// nada más lo haga.
// Fuerza bruta: sí
// Finales:
//   ok "adoptado\n" 0 vivos=1
//   ok "con padre\n" 0 vivos=1
//   ok "con padre\n" 0 zombis=1
#include "comun.h"

int main(void) {
    pid_t padre = getpid();
    if (fork() == 0) {
        dprintf(1, getppid() == padre ? "con padre\n" : "adoptado\n");
        _exit(0);
    }
}
