// Despertar perdido: entre mirar la bandera y dormirse cabe el aviso, y el futex
// no mira la bandera sino otra palabra.
// Fuerza bruta: sí
// Finales:
//   ok "despierto\n" 0
//   deadlock "" -
#include "comun.h"

struct pagina { _Atomic int listo, timbre; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        if (!p->listo) futex(&p->timbre, FUTEX_WAIT, 0);
        dprintf(1, "despierto\n");
        termina(p);
    }
    p->listo = 1;
    futex(&p->timbre, FUTEX_WAKE, 1);
    recoge(hijo);
    suelta(p);
}
