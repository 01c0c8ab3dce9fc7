// Una barrera para dos: nadie lee lo del otro antes de que los dos hayan
// escrito lo suyo.
// Finales:
//   ok "20 10\n" 0
#include "comun.h"

struct pagina { _Atomic int llegados; volatile int puesto[2], leido[2]; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int yo = hijo == 0;
    p->puesto[yo] = 10 * (yo + 1);
    atomic_fetch_add(&p->llegados, 1);
    while (p->llegados < 2) sched_yield();
    p->leido[yo] = p->puesto[!yo];
    if (yo) termina(p);
    recoge(hijo);
    dprintf(1, "%d %d\n", p->leido[0], p->leido[1]);
    suelta(p);
}
