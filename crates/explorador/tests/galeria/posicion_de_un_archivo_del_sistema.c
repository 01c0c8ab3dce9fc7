// Es un archivo del sistema, y no cambia; pero quien lo abrió tuvo después un hijo, y por
// dónde va lo comparten los dos: quien lee primero se lleva el principio.
// Fuerza bruta: sí
// Finales:
//   ok "padre: 2\n" 0
//   ok "padre: 3\n" 0
#include "comun.h"

int main(void) {
    int fd = open("/etc/passwd", O_RDONLY);
    char letra;
    if (fd < 0 || read(fd, &letra, 1) != 1) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (read(fd, &letra, 1) != 1) _exit(1);
        _exit(0);
    }
    if (read(fd, &letra, 1) != 1) _exit(1);
    int voy = (int)lseek(fd, 0, SEEK_CUR);
    recoge(hijo);
    dprintf(1, "padre: %d\n", voy);
    close(fd);
}
