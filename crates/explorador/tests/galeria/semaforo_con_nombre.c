// Un semáforo con nombre (`sem_open`), que cada proceso abre por su cuenta.
// Finales:
//   ok "42\n" 0
#include "comun.h"

#define NOMBRE "/explorador-galeria-semaforo"

int main(void) {
    volatile int *dato = comparte();
    sem_unlink(NOMBRE);
    sem_t *listo = sem_open(NOMBRE, O_CREAT | O_EXCL, 0600, 0);
    if (listo == SEM_FAILED) _exit(1);
    sem_unlink(NOMBRE);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        sem_post(listo);
        sem_close(listo);
        termina(dato);
    }
    sem_wait(listo);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    sem_close(listo);
    suelta(dato);
}
