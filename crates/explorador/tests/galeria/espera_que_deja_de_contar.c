// Da cien vueltas sin ceder y después cede siempre: deja de contar, y desde entonces se
// le reconoce la espera.
// Parcial: mientras cuenta se le hace dejar pasar a los demás
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { _Atomic int listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        int vueltas = 0;
        while (!p->listo) {
            if (vueltas < 100) vueltas++;
            else sched_yield();
        }
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    recoge(hijo);
    suelta(p);
}
