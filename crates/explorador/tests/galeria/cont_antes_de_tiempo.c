// Mandar SIGCONT sin haber visto parado al hijo: si llega antes de que se pare, se
// pierde, y el hijo se queda parado para siempre.
// Fuerza bruta: sí
// Finales:
//   ok "sigue\n" 0
//   deadlock "" -
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        raise(SIGSTOP);
        dprintf(1, "sigue\n");
        _exit(0);
    }
    kill(hijo, SIGCONT);
    recoge(hijo);
}
