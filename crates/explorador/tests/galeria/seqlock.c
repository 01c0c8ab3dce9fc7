// Un lector que no espera: lee el par y lo da por bueno si la versión, par, no
// ha cambiado mientras leía. Nunca da por bueno un par a medias.
// Finales:
//   ok "0 0\n" 0
//   ok "1 1\n" 0
#include "comun.h"

struct pagina { _Atomic int version; volatile int a, b; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        p->version++;
        p->a = 1;
        p->b = 1;
        p->version++;
        termina(p);
    }
    int version, a, b;
    do {
        while ((version = p->version) % 2 != 0) sched_yield();
        a = p->a;
        b = p->b;
    } while (p->version != version);
    dprintf(1, "%d %d\n", a, b);
    recoge(hijo);
    suelta(p);
}
