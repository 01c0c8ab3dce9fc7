// Memoria System V (`shmget`, `shmat`): la abuela de `mmap`, con la misma carrera.
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"
#include <sys/shm.h>

int main(void) {
    int id = shmget(IPC_PRIVATE, PAGINA, IPC_CREAT | 0600);
    volatile int *dato = shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        shmdt((void *)dato);
        _exit(0);
    }
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    shmdt((void *)dato);
}
