// Dos filósofos y dos tenedores: si los dos cogen primero el de su izquierda,
// ninguno come.
// Fuerza bruta: sí
// Finales:
//   ok "comieron\n" 0
//   deadlock "" -
#include "comun.h"

static void coge(_Atomic int *tenedor) {
    while (atomic_exchange(tenedor, 1)) futex(tenedor, FUTEX_WAIT, 1);
}

static void deja(_Atomic int *tenedor) {
    *tenedor = 0;
    futex(tenedor, FUTEX_WAKE, 1);
}

static void come(_Atomic int *primero, _Atomic int *segundo) {
    coge(primero);
    coge(segundo);
    deja(segundo);
    deja(primero);
}

int main(void) {
    _Atomic int *tenedor = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        come(&tenedor[1], &tenedor[0]);
        termina(tenedor);
    }
    come(&tenedor[0], &tenedor[1]);
    recoge(hijo);
    dprintf(1, "comieron\n");
    suelta(tenedor);
}
