// De un archivo proyectado con MAP_PRIVATE se ve lo que otro escriba antes de que se copie
// cada página. El explorador no vigila cuándo se lee, no ve los dos finales y lo dice.
// Parcial: no se sabe cuándo se lee una copia privada
// Finales:
//   ok "antes\n" 0
#include "comun.h"

int main(void) {
    int fd = memfd_create("copia", 0);
    if (write(fd, "antes", 6) != 6) _exit(1);
    const char *copia = mmap(NULL, PAGINA, PROT_READ, MAP_PRIVATE, fd, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (pwrite(fd, "luego", 6, 0) != 6) _exit(2);
        close(fd);
        _exit(0);
    }
    dprintf(1, "%s\n", copia);
    recoge(hijo);
    close(fd);
}
