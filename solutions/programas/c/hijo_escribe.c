// El sentido en el que wait sí basta: escribe el hijo y lee el padre.

// ANCHOR: programa
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 4096 // bytes de la región que comparten los dos procesos

int main(void) {
    char *region = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return EXIT_FAILURE;
    }
    // ANCHOR: sentido
    if (child == 0) {
        strcpy(region, "¡Hola, proceso padre!");
        munmap(region, SIZE);
        _exit(EXIT_SUCCESS);
    }
    while (waitpid(child, NULL, 0) == -1) {
        if (errno != EINTR) {
            perror("waitpid");
            return EXIT_FAILURE;
        }
    }
    printf("El padre lee: %s\n", region); // ya no escribe nadie
    // ANCHOR_END: sentido
    if (munmap(region, SIZE) == -1) {
        perror("munmap");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
// ANCHOR_END: programa
