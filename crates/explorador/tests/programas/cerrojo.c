// pthread_mutex y pthread_cond compartidos entre procesos.
#include "comun.h"
#include <pthread.h>
struct s { pthread_mutex_t m; pthread_cond_t c; int listo; };
int main(void) {
    struct s *s = compartida(4096);
    pthread_mutexattr_t ma; pthread_mutexattr_init(&ma); pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
    pthread_condattr_t ca; pthread_condattr_init(&ca); pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&s->m, &ma); pthread_cond_init(&s->c, &ca);
    if (fork() == 0) {
        pthread_mutex_lock(&s->m); while (!s->listo) pthread_cond_wait(&s->c, &s->m); pthread_mutex_unlock(&s->m);
        di("listo\n"); _exit(0);
    }
    pthread_mutex_lock(&s->m); s->listo = 1; pthread_cond_signal(&s->c); pthread_mutex_unlock(&s->m);
    wait(NULL);
}
