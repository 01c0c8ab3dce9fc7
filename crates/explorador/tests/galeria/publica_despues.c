// Primero el dato y luego la publicación: quien espera a la publicación lee
// siempre el dato.
// Finales:
//   ok "7\n" 0
#include "comun.h"

struct pagina { _Atomic int casilla; volatile int datos[4]; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        p->datos[3] = 7;
        p->casilla = 3;
        termina(p);
    }
    int casilla;
    while ((casilla = p->casilla) == 0) sched_yield();
    dprintf(1, "%d\n", p->datos[casilla]);
    recoge(hijo);
    suelta(p);
}
