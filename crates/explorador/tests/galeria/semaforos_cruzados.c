// El consumidor cierra el cerrojo antes de esperar a que haya algo: si llega
// primero, se duerme con el cerrojo puesto y el productor ya no puede entrar.
// Finales:
//   ok "1\n" 0
//   deadlock "" -
#include "comun.h"

struct pagina { sem_t cerrojo, llenos; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    semaforo(&p->cerrojo, 1), semaforo(&p->llenos, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        sem_wait(&p->cerrojo);
        p->dato = 1;
        sem_post(&p->llenos);
        sem_post(&p->cerrojo);
        termina(p);
    }
    sem_wait(&p->cerrojo);
    sem_wait(&p->llenos);
    int leido = p->dato;
    sem_post(&p->cerrojo);
    recoge(hijo);
    dprintf(1, "%d\n", leido);
    suelta(p);
}
