// Solo uno de los tres consigue el turno. Un `cmpxchg` que no puede deja la memoria como
// estaba: entre los que pierden el orden no importa, y con quien gana, sí.
// Fuerza bruta: sí
// Planes: < 4
// Finales:
//   ok "1 0 0\n" 0 fugas=2
//   ok "0 1 0\n" 0 fugas=2
//   ok "0 0 1\n" 0 fugas=2
#include "comun.h"

static int lo_consigue(_Atomic int *turno) {
    int nadie = 0;
    return atomic_compare_exchange_strong(turno, &nadie, 1);
}

int main(void) {
    _Atomic int *turno = comparte();
    pid_t hijos[2];
    for (int i = 0; i < 2; i++) {
        if ((hijos[i] = fork()) == 0) _exit(lo_consigue(turno));
    }
    int padre = lo_consigue(turno), fin[2];
    for (int i = 0; i < 2; i++) waitpid(hijos[i], &fin[i], 0);
    dprintf(1, "%d %d %d\n", padre, WEXITSTATUS(fin[0]), WEXITSTATUS(fin[1]));
    suelta(turno);
}
