// Un archivo proyectado. Se crea vacío cada vez: lo que un plan escribe en él no
// puede aparecer en el siguiente.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    int fd = open("archivo.datos", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
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
