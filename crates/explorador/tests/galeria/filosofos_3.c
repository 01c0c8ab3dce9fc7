// Tres filósofos que cogen primero el tenedor de su izquierda: hay un orden en
// el que los tres se quedan con uno en la mano.
// Finales:
//   ok "comieron\n" 0
//   deadlock "" -
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
            come(&tenedor[yo], &tenedor[(yo + 1) % 3]);
            termina(tenedor);
        }
    }
    come(&tenedor[0], &tenedor[1]);
    recoge(hijo[1]), recoge(hijo[2]);
    dprintf(1, "comieron\n");
    suelta(tenedor);
}
