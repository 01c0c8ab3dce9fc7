// `poll` sin plazo espera lo que haga falta; después, la lectura no espera.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"
#include <poll.h>

int main(void) {
    volatile int *dato = comparte();
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        avisa(t[1]);
        close(t[0]), close(t[1]);
        termina(dato);
    }
    struct pollfd mira = {.fd = t[0], .events = POLLIN};
    poll(&mira, 1, -1);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    close(t[0]), close(t[1]);
    suelta(dato);
}
