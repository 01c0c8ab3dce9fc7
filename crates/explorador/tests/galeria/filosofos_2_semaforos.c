// Dos filósofos y dos tenedores, que son semáforos: si los dos cogen primero el de su izquierda,
// ninguno come.
// Finales:
//   ok "comieron\n" 0
//   deadlock "" -
#include "comun.h"

int main(void) {
    sem_t *tenedor = comparte();
    semaforo(&tenedor[0], 1), semaforo(&tenedor[1], 1);
    pid_t hijo = fork();
    int yo = hijo == 0;
    sem_wait(&tenedor[yo]);
    sem_wait(&tenedor[!yo]);
    sem_post(&tenedor[!yo]);
    sem_post(&tenedor[yo]);
    if (yo) termina(tenedor);
    recoge(hijo);
    dprintf(1, "comieron\n");
    suelta(tenedor);
}
