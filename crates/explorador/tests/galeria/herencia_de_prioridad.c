// Un mutex con herencia de prioridad usa operaciones de futex que no se siguen: se
// dice cuál, en vez de dar un veredicto equivocado.
// Finales:
//   error futex (operación 7)
#include "comun.h"

int main(void) {
    pthread_mutex_t *cerrojo = comparte();
    pthread_mutexattr_t como;
    pthread_mutexattr_init(&como);
    pthread_mutexattr_setpshared(&como, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setprotocol(&como, PTHREAD_PRIO_INHERIT);
    if (pthread_mutex_init(cerrojo, &como) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        pthread_mutex_lock(cerrojo);
        sched_yield();
        pthread_mutex_unlock(cerrojo);
        termina(cerrojo);
    }
    pthread_mutex_lock(cerrojo);
    sched_yield();
    pthread_mutex_unlock(cerrojo);
    recoge(hijo);
    suelta(cerrojo);
}
