// Agrandar la proyección antes de `fork`: la parte nueva también se comparte.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    int fd = memfd_create("galeria", 0);
    if (ftruncate(fd, 2 * PAGINA) != 0) _exit(1);
    void *una = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    char *dos = mremap(una, PAGINA, 2 * PAGINA, MREMAP_MAYMOVE);
    if (dos == MAP_FAILED) _exit(1);
    volatile int *dato = (int *)(dos + PAGINA);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        munmap(dos, 2 * PAGINA);
        _exit(0);
    }
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    munmap(dos, 2 * PAGINA);
}
