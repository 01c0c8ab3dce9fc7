// Diez hijos, y cada uno escribe en su propio byte de la misma página: hagan lo
// que hagan, en el orden que sea, el resultado es siempre el mismo.
//
// Uso: diez_hijos [CUÁNTOS]

// ANCHOR: programa
#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 4096 // bytes de la región que comparten los procesos
#define MOST 10   // hijos que se crean como mucho

int main(int argc, char *argv[]) {
    int wanted = argc > 1 ? atoi(argv[1]) : MOST;
    if (wanted < 1 || wanted > MOST) {
        fprintf(stderr, "Uso: %s [CUÁNTOS, de 1 a %d]\n", argv[0], MOST);
        return 2;
    }
    char *region = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    // ANCHOR: hijos
    pid_t children[MOST];
    int born = 0;
    while (born < wanted) {
        children[born] = fork();
        if (children[born] == -1) {
            perror("fork");
            break; // los que ya nacieron se recogen igual
        }
        if (children[born] == 0) {
            region[born] = (char)('a' + born); // nadie más toca este byte
            munmap(region, SIZE);
            _exit(EXIT_SUCCESS);
        }
        born++;
    }
    for (int i = 0; i < born; i++) {
        waitpid(children[i], NULL, 0);
    }
    // ANCHOR_END: hijos
    printf("%s\n", region);
    munmap(region, SIZE);
    return born == wanted ? EXIT_SUCCESS : EXIT_FAILURE;
}
// ANCHOR_END: programa
