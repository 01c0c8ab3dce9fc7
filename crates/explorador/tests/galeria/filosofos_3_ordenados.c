// Los mismos tres, pero el último coge sus tenedores al revés (siempre primero
// el de número menor): comen los tres en todos los órdenes.
// Finales:
//   ok "comieron\n" 0
#include "comun.h"

static void come(sem_t *primero, sem_t *segundo) {
    sem_wait(primero);
    sem_wait(segundo);
    sem_post(segundo);
    sem_post(primero);
}

int main(void) {
    sem_t *tenedor = comparte();
    for (int i = 0; i < 3; i++) semaforo(&tenedor[i], 1);
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
