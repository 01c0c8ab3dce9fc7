// Un cerrojo con una instrucción atómica que mira y cambia de una vez. Gira sin
// ceder, y aun así tiene que terminar: el otro puede soltarlo.
// Finales:
//   ok "2\n" 0
#include "comun.h"

struct pagina { _Atomic int cerrojo; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    while (atomic_exchange(&p->cerrojo, 1)) {}
    p->n = p->n + 1;
    p->cerrojo = 0;
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
