// Un hijo muere con el semáforo System V en la mano: sin SEM_UNDO nadie lo devuelve.
// Fuerza bruta: sí
// Finales:
//   ok "entra\n" 0
//   deadlock "" -
#include "comun.h"
#include <sys/sem.h>

static void cambia(int semaforo, int cuanto) {
    struct sembuf paso = {0, cuanto, 0};
    if (semop(semaforo, &paso, 1) != 0) _exit(1);
}

int main(void) {
    int semaforo = semget(IPC_PRIVATE, 1, 0600);
    semctl(semaforo, 0, SETVAL, 1);
    pid_t hijo = fork();
    if (hijo == 0) {
        cambia(semaforo, -1);
        kill(getpid(), SIGKILL);
    }
    cambia(semaforo, -1);
    dprintf(1, "entra\n");
    cambia(semaforo, 1);
    recoge(hijo);
    semctl(semaforo, 0, IPC_RMID);
}
