// El padre recoge al hijo antes de darle el aviso que el hijo espera: se esperan
// el uno al otro en todos los órdenes.
// Fuerza bruta: sí
// Finales:
//   deadlock "" -
#include "comun.h"

int main(void) {
    sem_t *listo = comparte();
    semaforo(listo, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        sem_wait(listo);
        termina(listo);
    }
    recoge(hijo);
    sem_post(listo);
    suelta(listo);
}
