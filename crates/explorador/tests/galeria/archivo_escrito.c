// Escribir en un archivo con write y leerlo en la memoria que lo proyecta: son los
// mismos bytes, y el orden importa.
// Fuerza bruta: sí
// Finales:
//   ok "a\n" 0
//   ok "b\n" 0
#include "comun.h"

int main(void) {
    int fd = open("escrito.datos", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    volatile char *texto = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    *texto = 'a';
    pid_t hijo = fork();
    if (hijo == 0) {
        close(fd);
        char c = *texto;
        dprintf(1, "%c\n", c);
        termina(texto);
    }
    if (pwrite(fd, "b", 1, 0) != 1) _exit(1);
    close(fd);
    recoge(hijo);
    suelta(texto);
}
