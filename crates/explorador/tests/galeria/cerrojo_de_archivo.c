// Un cerrojo del núcleo sobre un archivo (`flock`): ninguna suma se pierde.
// Finales:
//   ok "2\n" 0
#include "comun.h"
#include <sys/file.h>

int main(void) {
    volatile int *n = comparte();
    pid_t hijo = fork();
    int fd = open("cerrojo_de_archivo.bloqueo", O_RDWR | O_CREAT, 0600);
    flock(fd, LOCK_EX);
    *n = *n + 1;
    flock(fd, LOCK_UN);
    close(fd);
    if (hijo == 0) termina(n);
    recoge(hijo);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
