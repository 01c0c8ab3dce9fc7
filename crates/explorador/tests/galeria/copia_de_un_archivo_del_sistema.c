// El hijo lee por una copia del descriptor, con otro número: el archivo abierto, y por
// dónde va, siguen siendo los mismos que los del padre.
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
        int otro = dup(fd);
        if (read(otro, &letra, 1) != 1) _exit(1);
        close(otro), close(fd);
        _exit(0);
    }
    if (read(fd, &letra, 1) != 1) _exit(1);
    int voy = (int)lseek(fd, 0, SEEK_CUR);
    recoge(hijo);
    dprintf(1, "padre: %d\n", voy);
    close(fd);
}
