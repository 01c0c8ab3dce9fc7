// Esperar con plazo: el plazo puede vencer antes de que llegue el aviso, por
// largo que sea. Los dos finales son posibles y ninguno se queda esperando.
// Finales:
//   ok "llegó\n" 0
//   ok "venció\n" 0
#include "comun.h"

int main(void) {
    sem_t *listo = comparte();
    semaforo(listo, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        sem_post(listo);
        termina(listo);
    }
    struct timespec plazo;
    clock_gettime(CLOCK_REALTIME, &plazo);
    plazo.tv_sec += 3600;
    if (sem_timedwait(listo, &plazo) == 0) dprintf(1, "llegó\n");
    else if (errno == ETIMEDOUT) dprintf(1, "venció\n");
    recoge(hijo);
    suelta(listo);
}
