// `SEM_UNDO`: al que muere se le devuelve el semáforo, y quien mira sin esperar nota si
// fue antes o después.
// Fuerza bruta: sí
// Finales:
//   ok "cogido\n" 0 descriptores=2
//   ok "ocupado\n" 0 descriptores=2
#include "comun.h"
#include <sys/sem.h>

int main(void) {
    int s = semget(IPC_PRIVATE, 1, 0600);
    semctl(s, 0, SETVAL, 1);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        semop(s, &(struct sembuf){0, -1, SEM_UNDO}, 1);
        avisa(t[1]);
        _exit(0);
    }
    espera_aviso(t[0]);
    int resultado = semop(s, &(struct sembuf){0, -1, IPC_NOWAIT}, 1);
    dprintf(1, resultado == 0 ? "cogido\n" : "ocupado\n");
    recoge(hijo);
    semctl(s, 0, IPC_RMID);
    close(t[0]);
    close(t[1]);
}
