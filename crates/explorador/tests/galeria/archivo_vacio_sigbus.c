// Proyectar un archivo vacío funciona; tocarlo, no: SIGBUS, porque detrás no hay
// página.
// Finales:
//   crash "" SIGBUS fugas=1
#include "comun.h"

int main(void) {
    int fd = memfd_create("vacio", 0);
    volatile int *dato = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    dprintf(1, "%d\n", *dato);
}
