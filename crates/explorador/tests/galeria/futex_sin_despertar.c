// Cambiar la palabra sin llamar a FUTEX_WAKE: quien ya dormía no se entera.
// Fuerza bruta: sí
// Finales:
//   ok "despierto\n" 0
//   deadlock "" -
#include "comun.h"

int main(void) {
    _Atomic int *listo = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!*listo) futex(listo, FUTEX_WAIT, 0);
        dprintf(1, "despierto\n");
        termina(listo);
    }
    *listo = 1;
    recoge(hijo);
    suelta(listo);
}
