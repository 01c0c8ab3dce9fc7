// Los mismos tres, pero el último coge sus tenedores al revés (siempre primero
// el de número menor): comen los tres en todos los órdenes.
// Finales:
//   ok "comieron\n" 0
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
    pid_t hijo[3];
    for (int yo = 1; yo < 3; yo++) {
        if ((hijo[yo] = fork()) == 0) {
            int derecho = (yo + 1) % 3, menor = yo < derecho ? yo : derecho;
            come(&tenedor[menor], &tenedor[yo + derecho - menor]);
            termina(tenedor);
        }
    }
    come(&tenedor[0], &tenedor[1]);
    recoge(hijo[1]), recoge(hijo[2]);
    dprintf(1, "comieron\n");
    suelta(tenedor);
}
