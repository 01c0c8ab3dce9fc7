// Dos llamadas que el núcleo rechaza, y cómo cuenta C el motivo.

#define _DEFAULT_SOURCE // sin esto, -std=c11 esconde MAP_ANONYMOUS

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int main(void) {
    // ANCHOR: errores
    int file = open("no-existe.txt", O_RDONLY);
    if (file == -1) {
        perror("open");
    }

    size_t huge = SIZE_MAX / 4; // más de lo que cabe en el mapa
    void *region = mmap(NULL, huge, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        int reason = errno; // otra llamada podría pisarlo
        fprintf(stderr, "mmap: %s (errno %d)\n",
                strerror(reason), reason);
    }
    // ANCHOR_END: errores
    return file == -1 && region == MAP_FAILED ? EXIT_SUCCESS : EXIT_FAILURE;
}
