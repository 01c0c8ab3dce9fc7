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

// Lo que hay en la página: el semáforo y, detrás, el texto.
struct shared {
    sem_t ready;
    char text[SIZE - sizeof(sem_t)];
};
// ANCHOR_END: region

// ANCHOR: hijo
static int run_child(struct shared *region) {
    while (sem_wait(&region->ready) == -1) {
        if (errno != EINTR) { // EINTR: solo fue una señal, a esperar otra vez
            perror("sem_wait");
            return EXIT_FAILURE;
        }
    }
    printf("El hijo lee: %s\n", region->text);
    if (fflush(stdout) == EOF || ferror(stdout)) {
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
        fprintf(stderr, "Una señal acabó con el hijo: la %d.\n",
                WTERMSIG(status));
        return EXIT_FAILURE;
    }
    return WEXITSTATUS(status);
}
// ANCHOR_END: esperar

int main(int argc, char *argv[]) {
    const char *message = argc > 1 ? argv[1] : "¡Hola, proceso hijo!";

    // ANCHOR: asignar
    struct shared *region =
        mmap(NULL, sizeof *region, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    // 1: lo usan varios procesos; 0: empieza cerrado.
    if (sem_init(&region->ready, 1, 0) == -1) {
        perror("sem_init");
        return EXIT_FAILURE;
    }
    // ANCHOR_END: asignar

    // ANCHOR: acotar
    size_t needed = strlen(message) + 1; // el texto y su NUL
    if (needed > sizeof region->text) {
        fprintf(stderr,
                "El mensaje no cabe: caben %zu bytes y pide %zu.\n",
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
        _exit(run_child(region)); // _exit no vacía el búfer copiado
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
