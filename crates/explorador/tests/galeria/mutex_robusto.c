// Un mutex robusto cuyo dueño muere sin soltarlo no bloquea a nadie: el siguiente lo
// recibe, con el aviso de que lo heredó.
// Finales:
//   ok "normal\n" 0 fugas=1
//   ok "heredado\n" 0 fugas=1
#include "comun.h"

int main(void) {
    pthread_mutex_t *m = comparte();
    pthread_mutexattr_t que;
    pthread_mutexattr_init(&que);
    pthread_mutexattr_setpshared(&que, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&que, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(m, &que);
    pid_t hijo = fork();
    if (hijo == 0) {
        pthread_mutex_lock(m);
        _exit(0);
    }
    int resultado = pthread_mutex_lock(m);
    if (resultado == EOWNERDEAD) pthread_mutex_consistent(m);
    dprintf(1, resultado == 0 ? "normal\n" : resultado == EOWNERDEAD ? "heredado\n" : "mal\n");
    pthread_mutex_unlock(m);
    recoge(hijo);
    suelta(m);
}
