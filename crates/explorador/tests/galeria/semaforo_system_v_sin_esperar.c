// El mismo semáforo con IPC_NOWAIT: si el hijo no lo ha subido todavía, no espera.
// Fuerza bruta: sí
// Finales:
//   ok "EAGAIN\n" 0
//   ok "había\n" 0
#include "comun.h"
#include <sys/sem.h>

int main(void) {
    int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    pid_t hijo = fork();
    if (hijo == 0) {
        struct sembuf suma = {.sem_op = 1};
        semop(id, &suma, 1);
        _exit(0);
    }
    struct sembuf resta = {.sem_op = -1, .sem_flg = IPC_NOWAIT};
    if (semop(id, &resta, 1) == 0) dprintf(1, "había\n");
    else if (errno == EAGAIN) dprintf(1, "EAGAIN\n");
    recoge(hijo);
    semctl(id, 0, IPC_RMID);
}
