// El plazo de `semtimedop` puede vencer antes de que nadie suba el semáforo.
// Fuerza bruta: sí
// Finales:
//   ok "a tiempo\n" 0
//   ok "venció\n" 0
#include "comun.h"
#include <sys/sem.h>

int main(void) {
    int s = semget(IPC_PRIVATE, 1, 0600);
    pid_t hijo = fork();
    if (hijo == 0) {
        semop(s, &(struct sembuf){.sem_op = 1}, 1);
        _exit(0);
    }
    struct timespec plazo = {.tv_sec = 5};
    int resultado = semtimedop(s, &(struct sembuf){.sem_op = -1}, 1, &plazo);
    dprintf(1, resultado == 0 ? "a tiempo\n" : errno == EAGAIN ? "venció\n" : "mal\n");
    recoge(hijo);
    semctl(s, 0, IPC_RMID);
}
