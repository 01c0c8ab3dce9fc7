// `sem_init` con el segundo argumento a 0: un semáforo «para hilos» metido en
// memoria compartida. Si el padre llega a dormirse, el aviso no lo encuentra.
// Finales:
//   ok "42\n" 0
//   deadlock "" -
#include "comun.h"

struct pagina { sem_t listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    if (sem_init(&p->listo, 0, 0) != 0) _exit(96);
    pid_t hijo = fork();
    if (hijo == 0) {
        p->dato = 42;
        sem_post(&p->listo);
        termina(p);
    }
    sem_wait(&p->listo);
    dprintf(1, "%d\n", p->dato);
    recoge(hijo);
    suelta(p);
}
