// El mismo programa, sin la carrera: el hijo no lee hasta que el padre avisa.
//
// Además acota la copia, reintenta lo que una señal interrumpe, mira cómo
// terminó el hijo y comprueba cada llamada que puede fallar.
//
// Uso: corregido [MENSAJE]

// ANCHOR: programa
// ANCHOR: cabeceras
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
// ANCHOR_END: cabeceras

// ANCHOR: region
#define SIZE 4096 // bytes de la región que comparten los dos procesos

// Lo que hay en la página: primero el semáforo, y el resto es para el texto.
struct shared {
    sem_t ready;
    char text[SIZE - sizeof(sem_t)];
};
// ANCHOR_END: region

// ANCHOR: hijo
static int run_child(struct shared *region) {
    while (sem_wait(&region->ready) == -1) { // una señal puede despertarlo antes
        if (errno != EINTR) {
            perror("sem_wait");
            return EXIT_FAILURE;
        }
    }
    if (printf("El hijo lee: %s\n", region->text) < 0 || fflush(stdout) == EOF) {
        perror("printf");
        return EXIT_FAILURE;
    }
    if (munmap(region, sizeof *region) == -1) {
        perror("munmap");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
// ANCHOR_END: hijo

// ANCHOR: esperar
// Devuelve el código con el que debe terminar el padre.
static int wait_for(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) == -1) {
        if (errno != EINTR) {
            perror("waitpid");
            return EXIT_FAILURE;
        }
    }
    if (WIFSIGNALED(status)) {
        fprintf(stderr, "Una señal acabó con el hijo: la %d.\n", WTERMSIG(status));
        return EXIT_FAILURE;
    }
    return WEXITSTATUS(status);
}
// ANCHOR_END: esperar

int main(int argc, char *argv[]) {
    const char *message = argc > 1 ? argv[1] : "¡Hola, proceso hijo!";

    // ANCHOR: asignar
    struct shared *region = mmap(NULL, sizeof *region, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    if (sem_init(&region->ready, 1, 0) == -1) { // 1: compartido entre procesos
        perror("sem_init");
        return EXIT_FAILURE;
    }
    // ANCHOR_END: asignar

    // ANCHOR: acotar
    size_t needed = strlen(message) + 1; // el texto y su NUL
    if (needed > sizeof region->text) {
        fprintf(stderr, "El mensaje no cabe: caben %zu bytes y pide %zu.\n",
                sizeof region->text, needed);
        return EXIT_FAILURE;
    }
    // ANCHOR_END: acotar

    // ANCHOR: crear
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0) {
        _exit(run_child(region)); // _exit: sin vaciar otra vez el búfer copiado
    }
    // ANCHOR_END: crear

    // ANCHOR: padre
    memcpy(region->text, message, needed);
    if (sem_post(&region->ready) == -1) {
        perror("sem_post");
        kill(child, SIGKILL); // nadie lo despertaría ya
    }
    int result = wait_for(child);
    if (munmap(region, sizeof *region) == -1) {
        perror("munmap");
        return EXIT_FAILURE;
    }
    return result;
    // ANCHOR_END: padre
}
// ANCHOR_END: programa
