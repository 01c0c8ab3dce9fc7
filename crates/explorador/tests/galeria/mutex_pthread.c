// Un mutex de la biblioteca, compartido entre procesos: ninguna suma se pierde.
// Finales:
//   ok "2\n" 0
#include "comun.h"

struct pagina { pthread_mutex_t cerrojo; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pthread_mutexattr_t modo;
    pthread_mutexattr_init(&modo);
    pthread_mutexattr_setpshared(&modo, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&p->cerrojo, &modo);
    pid_t hijo = fork();
    pthread_mutex_lock(&p->cerrojo);
    p->n = p->n + 1;
    pthread_mutex_unlock(&p->cerrojo);
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
