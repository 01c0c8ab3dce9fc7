// Leer sin esperar, en un bucle que cede mientras no hay nada (EAGAIN).
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    int t[2];
    if (pipe2(t, O_NONBLOCK) != 0) _exit(93);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        avisa(t[1]);
        close(t[0]), close(t[1]);
        termina(dato);
    }
    char c;
    while (read(t[0], &c, 1) == -1 && errno == EAGAIN) sched_yield();
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    close(t[0]), close(t[1]);
    suelta(dato);
}
