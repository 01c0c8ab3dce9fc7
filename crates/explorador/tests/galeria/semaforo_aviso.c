// Un semáforo que empieza en 0 como aviso: el padre lee cuando el hijo ha
// terminado de escribir, sin recogerlo antes.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { sem_t listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    semaforo(&p->listo, 0);
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
