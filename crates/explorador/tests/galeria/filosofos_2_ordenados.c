// Los dos cogen primero el tenedor 0: ya no hay círculo y siempre comen.
// Finales:
//   ok "comieron\n" 0
#include "comun.h"

int main(void) {
    sem_t *tenedor = comparte();
    semaforo(&tenedor[0], 1), semaforo(&tenedor[1], 1);
    pid_t hijo = fork();
    sem_wait(&tenedor[0]);
    sem_wait(&tenedor[1]);
    sem_post(&tenedor[1]);
    sem_post(&tenedor[0]);
    if (hijo == 0) termina(tenedor);
    recoge(hijo);
    dprintf(1, "comieron\n");
    suelta(tenedor);
}
