// Cuántos tienen conectada una memoria System V depende de por dónde vaya cada uno.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "1\n" 0
#include "comun.h"
#include <sys/shm.h>

int main(void) {
    int id = shmget(IPC_PRIVATE, PAGINA, 0600);
    pid_t hijo = fork();
    if (hijo == 0) {
        void *p = shmat(id, NULL, 0);
        shmdt(p);
        _exit(0);
    }
    struct shmid_ds datos;
    shmctl(id, IPC_STAT, &datos);
    dprintf(1, "%lu\n", (unsigned long)datos.shm_nattch);
    recoge(hijo);
    shmctl(id, IPC_RMID, NULL);
}
