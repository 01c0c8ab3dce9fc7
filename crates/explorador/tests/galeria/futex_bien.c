// El futex bien usado: se duerme sobre la misma palabra que se mira, y solo si
// no ha cambiado.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { _Atomic int listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!p->listo) futex(&p->listo, FUTEX_WAIT, 0);
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    futex(&p->listo, FUTEX_WAKE, 1);
    recoge(hijo);
    suelta(p);
}
