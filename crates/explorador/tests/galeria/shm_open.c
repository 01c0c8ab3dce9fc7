// Memoria POSIX con nombre (`shm_open`).
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

#define NOMBRE "/explorador-galeria-shm"

int main(void) {
    int fd = shm_open(NOMBRE, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    shm_unlink(NOMBRE);
    volatile int *dato = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    suelta(dato);
}
