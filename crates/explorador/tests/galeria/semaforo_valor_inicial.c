// El semáforo del aviso empieza en 1: el padre no espera a nadie.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

struct pagina { sem_t listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    semaforo(&p->listo, 1);
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
