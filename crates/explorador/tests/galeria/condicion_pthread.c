// Una variable de condición compartida, bien: la condición se mira en un bucle,
// con el mutex cerrado.
// Planes: < 150
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { pthread_mutex_t cerrojo; pthread_cond_t cambio; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pthread_mutexattr_t modo;
    pthread_mutexattr_init(&modo);
    pthread_mutexattr_setpshared(&modo, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&p->cerrojo, &modo);
    pthread_condattr_t modo_condicion;
    pthread_condattr_init(&modo_condicion);
    pthread_condattr_setpshared(&modo_condicion, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&p->cambio, &modo_condicion);
    pid_t hijo = fork();
    pthread_mutex_lock(&p->cerrojo);
    if (hijo == 0) {
        p->dato = 42;
        pthread_cond_signal(&p->cambio);
        pthread_mutex_unlock(&p->cerrojo);
        termina(p);
    }
    while (p->dato == 0) pthread_cond_wait(&p->cambio, &p->cerrojo);
    pthread_mutex_unlock(&p->cerrojo);
    recoge(hijo);
    dprintf(1, "%d\n", p->dato);
    suelta(p);
}
