// Publica en qué casilla está el dato antes de escribirlo en ella: esperar a la
// publicación no basta.
// Finales:
//   ok "0\n" 0
//   ok "7\n" 0
#include "comun.h"

struct pagina { _Atomic int casilla; volatile int datos[4]; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        p->casilla = 3;
        p->datos[3] = 7;
        termina(p);
    }
    int casilla;
    while ((casilla = p->casilla) == 0) sched_yield();
    dprintf(1, "%d\n", p->datos[casilla]);
    recoge(hijo);
    suelta(p);
}
