// Un semáforo System V (`semget`, `semop`) como aviso: el padre lee cuando el hijo
// ha escrito.
// Finales:
//   ok "42\n" 0
#include "comun.h"
#include <sys/sem.h>

int main(void) {
    volatile int *dato = comparte();
    int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        struct sembuf suma = {.sem_op = 1};
        semop(id, &suma, 1);
        termina(dato);
    }
    struct sembuf resta = {.sem_op = -1};
    semop(id, &resta, 1);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    semctl(id, 0, IPC_RMID);
    suelta(dato);
}
