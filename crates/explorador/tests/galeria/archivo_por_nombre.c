// Cada proceso abre el archivo por su nombre y lo proyecta él: sigue siendo la
// misma memoria.
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

#define NOMBRE "archivo_por_nombre.datos"

int main(void) {
    int fd = open(NOMBRE, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    close(fd);
    pid_t hijo = fork();
    fd = open(NOMBRE, O_RDWR);
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
