// El texto que espera en el búfer de stdout se copia con fork.
//
// Si la salida va a una tubería o a un archivo, la frase aparece dos veces. Con
// el argumento «vaciar», el programa la escribe antes de fork y sale una sola.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    // ANCHOR: copia
    printf("Esto se escribe una vez.\n");
    // ANCHOR_END: copia
    if (argc > 1 && strcmp(argv[1], "vaciar") == 0) {
        // ANCHOR: vaciar
        fflush(stdout); // que no quede nada pendiente al copiar
        // ANCHOR_END: vaciar
    }
    // ANCHOR: fork
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0) {
        exit(EXIT_SUCCESS); // exit vacía la copia que heredó el hijo
    }
    // ANCHOR_END: fork
    while (waitpid(child, NULL, 0) == -1) {
        if (errno != EINTR) {
            perror("waitpid");
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS; // y aquí el padre vacía la suya
}
