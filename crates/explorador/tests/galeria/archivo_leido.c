// Al revés: el hijo escribe en la memoria, y el padre lee el archivo con pread.
// Fuerza bruta: sí
// Finales:
//   ok "a\n" 0
//   ok "b\n" 0
#include "comun.h"

int main(void) {
    int fd = open("leido.datos", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    volatile char *texto = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    *texto = 'a';
    pid_t hijo = fork();
    if (hijo == 0) {
        close(fd);
        *texto = 'b';
        termina(texto);
    }
    char c;
    if (pread(fd, &c, 1, 0) != 1) _exit(1);
    close(fd);
    recoge(hijo);
    dprintf(1, "%c\n", c);
    suelta(texto);
}
