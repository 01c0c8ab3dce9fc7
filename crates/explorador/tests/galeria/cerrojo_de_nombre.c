// Un archivo que solo uno puede crear hace de cerrojo. Intentarlo sin parar es
// girar, pero otro proceso sí puede sacarlo: borrando el archivo.
// Finales:
//   ok "2\n" 0
#include "comun.h"

static void suma(volatile int *n) {
    int fd;
    while ((fd = open("cerrojo", O_CREAT | O_EXCL | O_RDWR, 0600)) < 0) {}
    close(fd);
    *n = *n + 1;
    unlink("cerrojo");
}

int main(void) {
    volatile int *n = comparte();
    unlink("cerrojo");
    pid_t hijo = fork();
    if (hijo == 0) {
        suma(n);
        termina(n);
    }
    suma(n);
    recoge(hijo);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
