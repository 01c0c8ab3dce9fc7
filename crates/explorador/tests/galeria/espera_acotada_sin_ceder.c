// Lo mismo sin ceder el turno, y con las vueltas en memoria, en vez de en un registro.
// Parcial: mientras espera se le hace dejar pasar a los demás, o no se les deja nunca
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

struct pagina { _Atomic int listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        volatile int vueltas = 0;
        while (!p->listo && vueltas < 3000) vueltas++;
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    recoge(hijo);
    suelta(p);
}
