// Esperar girando en la memoria a que otro escriba en el archivo con write: no es un
// atasco, el que escribe lo saca.
// Finales:
//   ok "ya\n" 0
#include "comun.h"

int main(void) {
    int fd = open("espera.datos", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    volatile char *texto = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(fd);
        while (*texto == 0) sched_yield();
        dprintf(1, "ya\n");
        termina(texto);
    }
    if (pwrite(fd, "b", 1, 0) != 1) _exit(1);
    close(fd);
    recoge(hijo);
    suelta(texto);
}
