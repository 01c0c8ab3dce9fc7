// Al dueño de un mutex robusto lo mata otro con SIGKILL: también se hereda.
// Finales:
//   ok "heredado\n" 0 fugas=1
#include "comun.h"

int main(void) {
    pthread_mutex_t *m = comparte();
    pthread_mutexattr_t que;
    pthread_mutexattr_init(&que);
    pthread_mutexattr_setpshared(&que, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&que, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(m, &que);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        pthread_mutex_lock(m);
        avisa(t[1]);
        for (;;) pause();
    }
    espera_aviso(t[0]);
    kill(hijo, SIGKILL);
    int resultado = pthread_mutex_lock(m);
    dprintf(1, resultado == EOWNERDEAD ? "heredado\n" : "mal\n");
    pthread_mutex_consistent(m);
    pthread_mutex_unlock(m);
    recoge(hijo);
    suelta(m);
    close(t[0]);
    close(t[1]);
}
