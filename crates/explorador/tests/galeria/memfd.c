// Memoria con descriptor (`memfd_create`) que cada uno proyecta por su cuenta, ya
// separados: son los mismos bytes y la misma carrera.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    int fd = memfd_create("galeria", 0);
    if (ftruncate(fd, PAGINA) != 0) _exit(1);
    pid_t hijo = fork();
    volatile int *dato = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    suelta(dato);
}
