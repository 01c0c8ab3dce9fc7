// Espera activa que cede el turno, pero solo mil veces: si al padre no le toca en todo
// ese rato, el hijo sigue adelante sin que le hayan dejado el dato.
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
        for (int vueltas = 0; vueltas < 1000 && !p->listo; vueltas++) sched_yield();
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    recoge(hijo);
    suelta(p);
}
