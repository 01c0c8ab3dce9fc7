// El cerrojo de la panadería con números: cada uno coge número de forma atómica
// y espera a que lo llamen.
// Finales:
//   ok "2\n" 0
#include "comun.h"

struct pagina { _Atomic int siguiente, ahora; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int mio = atomic_fetch_add(&p->siguiente, 1);
    while (p->ahora != mio) {}
    p->n = p->n + 1;
    p->ahora = mio + 1;
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
