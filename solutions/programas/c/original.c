// Dos procesos y una página de memoria compartida.
//
// OJO: este programa tiene una carrera, y está aquí para estudiarla. Nada
// obliga a que el padre escriba antes de que el hijo lea; el capítulo «Por qué
// wait no basta» cuenta qué ocurre, y corregido.c lo arregla.

// ANCHOR: programa
// ANCHOR: cabeceras
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
// ANCHOR_END: cabeceras

// ANCHOR: constante
#define SIZE 4096 // bytes de la región que comparten los dos procesos
// ANCHOR_END: constante

int main(void) {
    // ANCHOR: asignar
    char *region = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    // ANCHOR_END: asignar

    // ANCHOR: crear
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return EXIT_FAILURE;
    }
    // ANCHOR_END: crear

    // ANCHOR: hijo
    if (child == 0) {
        printf("El hijo lee: %s\n", region); // ¿ha escrito ya el padre?
        munmap(region, SIZE);
        exit(EXIT_SUCCESS);
    }
    // ANCHOR_END: hijo

    // ANCHOR: padre
    strcpy(region, "¡Hola, proceso hijo!");
    wait(NULL); // espera a que el hijo termine, no a que lea
    munmap(region, SIZE);
    return EXIT_SUCCESS;
    // ANCHOR_END: padre
}
// ANCHOR_END: programa
