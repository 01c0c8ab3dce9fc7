// La barrera de la biblioteca, compartida entre procesos: exactamente uno de los
// dos es «el último».
// Finales:
//   ok "1 último\n" 0
#include "comun.h"

struct pagina { pthread_barrier_t barrera; _Atomic int ultimos; };

int main(void) {
    struct pagina *p = comparte();
    pthread_barrierattr_t modo;
    pthread_barrierattr_init(&modo);
    pthread_barrierattr_setpshared(&modo, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&p->barrera, &modo, 2);
    pid_t hijo = fork();
    if (pthread_barrier_wait(&p->barrera) == PTHREAD_BARRIER_SERIAL_THREAD) p->ultimos++;
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d último\n", p->ultimos);
    suelta(p);
}
