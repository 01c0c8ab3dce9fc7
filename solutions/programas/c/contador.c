// Dos hijos suman uno cada uno al mismo contador, sin ponerse de acuerdo.
//
// OJO: este programa tiene una carrera, y está aquí para estudiarla. El capítulo
// «El explorador» cuenta qué ocurre.

// ANCHOR: programa
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    int *counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counter == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    // ANCHOR: hijos
    pid_t children[2];
    int born = 0;
    while (born < 2) {
        children[born] = fork();
        if (children[born] == -1) {
            perror("fork");
            break; // el que ya nació se recoge igual
        }
        if (children[born] == 0) {
            *counter = *counter + 1; // leer, sumar, guardar
            munmap(counter, sizeof *counter);
            _exit(EXIT_SUCCESS);
        }
        born++;
    }
    for (int i = 0; i < born; i++) {
        waitpid(children[i], NULL, 0);
    }
    printf("El contador vale %d.\n", *counter);
    // ANCHOR_END: hijos
    munmap(counter, sizeof *counter);
    return born == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
// ANCHOR_END: programa
