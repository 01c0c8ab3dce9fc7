// El hijo hereda el archivo abierto, con su posición: si uno la mueve, el otro lee de
// otro sitio.
// Fuerza bruta: sí
// Finales:
//   ok "a\n" 0
//   ok "c\n" 0
#include "comun.h"

int main(void) {
    int fd = open("letras", O_CREAT | O_TRUNC | O_RDWR, 0600);
    if (write(fd, "abcd", 4) != 4) _exit(1);
    lseek(fd, 0, SEEK_SET);
    pid_t hijo = fork();
    if (hijo == 0) {
        lseek(fd, 2, SEEK_SET);
        close(fd);
        _exit(0);
    }
    char letra;
    if (read(fd, &letra, 1) != 1) _exit(1);
    dprintf(1, "%c\n", letra);
    recoge(hijo);
    close(fd);
    unlink("letras");
}
