// La forma antigua de compartir sin nombre: proyectar /dev/zero.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    int fd = open("/dev/zero", O_RDWR);
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
