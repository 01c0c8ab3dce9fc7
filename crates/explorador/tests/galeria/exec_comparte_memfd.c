// Dos programas distintos comparten memoria por un descriptor heredado, y corren
// la misma carrera que un padre y un hijo.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

static volatile int *proyecta(int fd) {
    void *p = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) _exit(90);
    close(fd);
    return p;
}

int main(int n, char **args) {
    if (n > 1) {
        volatile int *dato = proyecta(atoi(args[1]));
        *dato = 42;
        termina(dato);
    }
    int fd = memfd_create("galeria", 0);
    if (ftruncate(fd, PAGINA) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        char numero[12];
        snprintf(numero, sizeof numero, "%d", fd);
        execl("/proc/self/exe", "otro", numero, NULL);
        _exit(127);
    }
    volatile int *dato = proyecta(fd);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    suelta(dato);
}
