// El algoritmo de Dekker, el primero que resolvió la exclusión mutua entre dos.
// Finales:
//   ok "2\n" 0
#include "comun.h"

struct pagina { _Atomic int quiere[2], turno; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int yo = hijo == 0, otro = !yo;
    p->quiere[yo] = 1;
    while (p->quiere[otro]) {
        if (p->turno != otro) continue;
        p->quiere[yo] = 0;
        while (p->turno == otro) {}
        p->quiere[yo] = 1;
    }
    p->n = p->n + 1;
    p->turno = otro;
    p->quiere[yo] = 0;
    if (yo) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
