// El mismo objeto proyectado dos veces en un proceso: lo escrito por una vista se
// lee por la otra, y con otro proceso la carrera es la misma.
// Finales:
//   ok "7 0\n" 0
//   ok "7 42\n" 0
#include "comun.h"

static volatile int *proyecta(int fd) {
    void *p = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) _exit(90);
    return p;
}

int main(void) {
    int fd = memfd_create("galeria", 0);
    if (ftruncate(fd, PAGINA) != 0) _exit(1);
    volatile int *una = proyecta(fd), *otra = proyecta(fd);
    close(fd);
    una[0] = 7;
    pid_t hijo = fork();
    if (hijo == 0) {
        una[1] = 42;
        suelta(otra);
        termina(una);
    }
    dprintf(1, "%d %d\n", otra[0], otra[1]);
    recoge(hijo);
    suelta(una), suelta(otra);
}
