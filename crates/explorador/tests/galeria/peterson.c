// El algoritmo de Peterson: dos procesos, una sección crítica y ninguna ayuda
// del sistema. Ninguna suma se pierde.
// Finales:
//   ok "2\n" 0
#include "comun.h"

struct pagina { _Atomic int quiere[2], turno; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int yo = hijo == 0, otro = !yo;
    p->quiere[yo] = 1;
    p->turno = otro;
    while (p->quiere[otro] && p->turno == otro) {}
    p->n = p->n + 1;
    p->quiere[yo] = 0;
    if (yo) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
