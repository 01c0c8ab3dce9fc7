// El semáforo de huecos empieza en 2, pero solo hay un hueco: el segundo dato
// puede pisar al primero antes de que nadie lo lea.
// Finales:
//   ok "1 2\n" 0
//   ok "2 2\n" 0
#include "comun.h"

struct pagina { sem_t huecos, llenos; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    semaforo(&p->huecos, 2), semaforo(&p->llenos, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        for (int i = 1; i <= 2; i++) {
            sem_wait(&p->huecos);
            p->dato = i;
            sem_post(&p->llenos);
        }
        termina(p);
    }
    int leido[2];
    for (int i = 0; i < 2; i++) {
        sem_wait(&p->llenos);
        leido[i] = p->dato;
        sem_post(&p->huecos);
    }
    recoge(hijo);
    dprintf(1, "%d %d\n", leido[0], leido[1]);
    suelta(p);
}
