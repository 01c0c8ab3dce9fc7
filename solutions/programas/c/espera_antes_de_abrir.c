// El padre espera al hijo antes de abrirle la puerta: ninguno de los dos sigue.
//
// OJO: este programa no termina nunca, y está aquí para estudiarlo. El arreglo,
// en corregido.c, es llamar a sem_post antes que a wait.

// ANCHOR: programa
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    sem_t *gate = mmap(NULL, sizeof *gate, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (gate == MAP_FAILED || sem_init(gate, 1, 0) == -1) {
        perror("no se puede preparar la puerta");
        return EXIT_FAILURE;
    }
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return EXIT_FAILURE;
    }
    // ANCHOR: abrazo
    if (child == 0) {
        sem_wait(gate); // espera a que el padre abra
        printf("El hijo ha pasado.\n");
        exit(EXIT_SUCCESS);
    }
    wait(NULL);     // espera a que el hijo termine…
    sem_post(gate); // …y solo entonces le abriría
    // ANCHOR_END: abrazo
    munmap(gate, sizeof *gate);
    return EXIT_SUCCESS;
}
// ANCHOR_END: programa
