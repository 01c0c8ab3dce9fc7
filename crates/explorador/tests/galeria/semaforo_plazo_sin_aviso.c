// Nadie avisa nunca: con plazo, la espera acaba. Y acaba ya, aunque el plazo sea
// de una hora: el tiempo es virtual.
// Finales:
//   ok "venció\n" 0
#include "comun.h"

int main(void) {
    sem_t *listo = comparte();
    semaforo(listo, 0);
    struct timespec plazo;
    clock_gettime(CLOCK_REALTIME, &plazo);
    plazo.tv_sec += 3600;
    if (sem_timedwait(listo, &plazo) != 0 && errno == ETIMEDOUT) dprintf(1, "venció\n");
    suelta(listo);
}
