// Peterson sin el turno: si los dos levantan la bandera a la vez, los dos se
// ceden el paso para siempre.
// Fuerza bruta: sí
// Finales:
//   ok "2\n" 0
//   livelock "" -
#include "comun.h"

struct pagina { _Atomic int quiere[2]; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int yo = hijo == 0, otro = !yo;
    p->quiere[yo] = 1;
    while (p->quiere[otro]) {}
    p->n = p->n + 1;
    p->quiere[yo] = 0;
    if (yo) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
