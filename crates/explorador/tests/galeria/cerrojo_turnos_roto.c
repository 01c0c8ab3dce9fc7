// El número se coge en dos pasos: dos procesos pueden tener el mismo. Entonces
// o entran juntos y se pierde una suma, o al segundo no lo llaman nunca.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
//   livelock "" -
#include "comun.h"

struct pagina { _Atomic int siguiente, ahora; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    int mio = p->siguiente;
    p->siguiente = mio + 1;
    while (p->ahora != mio) {}
    p->n = p->n + 1;
    p->ahora = mio + 1;
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
