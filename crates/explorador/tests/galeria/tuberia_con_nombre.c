// Abrir una tubería con nombre espera a que otro abra el otro extremo.
// Fuerza bruta: sí
// Finales:
//   ok "hola\n" 0
#include "comun.h"

int main(void) {
    unlink("tubo");
    if (mkfifo("tubo", 0600) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        int fd = open("tubo", O_WRONLY);
        if (write(fd, "hola\n", 5) != 5) _exit(2);
        close(fd);
        _exit(0);
    }
    int fd = open("tubo", O_RDONLY);
    char texto[8];
    ssize_t n = read(fd, texto, sizeof texto);
    if (write(1, texto, n) != n) _exit(3);
    close(fd);
    recoge(hijo);
    unlink("tubo");
}
