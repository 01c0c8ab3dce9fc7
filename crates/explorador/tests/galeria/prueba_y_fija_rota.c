// El mismo cerrojo en dos instrucciones: entre mirar y cerrar cabe el otro.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
#include "comun.h"

struct pagina { _Atomic int cerrojo; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    while (p->cerrojo) {}
    p->cerrojo = 1;
    p->n = p->n + 1;
    p->cerrojo = 0;
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
