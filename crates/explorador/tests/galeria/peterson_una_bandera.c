// Peterson con una sola bandera para los dos: nadie se cuela, pero el padre,
// que entra dos veces, puede quedarse esperando a un hijo que ya terminó.
// Finales:
//   ok "3\n" 0
//   livelock "" -
#include "comun.h"

struct pagina { _Atomic int quiere, turno; volatile int n; };

static void entra_y_suma(struct pagina *p, int otro) {
    p->quiere = 1;
    p->turno = otro;
    while (p->quiere && p->turno == otro) {}
    p->n = p->n + 1;
    p->quiere = 0;
}

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        entra_y_suma(p, 0);
        termina(p);
    }
    entra_y_suma(p, 1);
    entra_y_suma(p, 1);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
