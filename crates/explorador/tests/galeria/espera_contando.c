// Espera activa que cuenta sus vueltas y no se cansa nunca: termina siempre bien. Su
// memoria no se repite, así que hay que darle muchas vueltas antes de creerlo.
// Parcial: puede que con más vueltas se cansara
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { _Atomic int listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        volatile long vueltas = 0;
        while (!p->listo) {
            vueltas++;
            sched_yield();
        }
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    recoge(hijo);
    suelta(p);
}
