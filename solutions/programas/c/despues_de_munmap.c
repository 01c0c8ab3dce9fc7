// Leer de una dirección que ya se devolvió al núcleo: el proceso muere.

#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define SIZE 4096

int main(void) {
    // volatile: la lectura del final es un error, y no queremos que el
    // compilador la suprima; queremos verla fallar.
    volatile char *region = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        perror("mmap");
        return EXIT_FAILURE;
    }
    // ANCHOR: fallo
    region[0] = 'A';
    printf("Antes de munmap hay una %c.\n", region[0]);
    if (munmap((void *)region, SIZE) == -1) {
        perror("munmap");
        return EXIT_FAILURE;
    }
    printf("Y después de munmap…\n");
    fflush(stdout);
    printf("hay una %c.\n", region[0]); // ya no es de nadie
    // ANCHOR_END: fallo
    return EXIT_SUCCESS;
}
