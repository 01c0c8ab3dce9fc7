// Peterson con una sola bandera para los dos: quien llega ve levantada la suya
// propia. Si el otro también entra, se dan paso; si el otro no viene (aquí, porque
// el hijo mira antes de que el padre quiera), se espera para siempre.
// Finales:
//   ok "pasaron\n" 0
//   livelock "" -
#include "comun.h"

struct pagina { _Atomic int quiere, turno; };

static void entra_y_sale(struct pagina *p, int otro) {
    p->quiere = 1;
    p->turno = otro;
    while (p->quiere && p->turno == otro) {}
    p->quiere = 0;
}

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        if (p->quiere) entra_y_sale(p, 0);
        termina(p);
    }
    entra_y_sale(p, 1);
    recoge(hijo);
    dprintf(1, "pasaron\n");
    suelta(p);
}
