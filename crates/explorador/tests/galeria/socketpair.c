// Un par de sockets como tubería de ida y vuelta por un solo descriptor.
// Finales:
//   ok "42\n" 0
#include "comun.h"
#include <sys/socket.h>

int main(void) {
    volatile int *dato = comparte();
    int s[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, s) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(s[1]);
        *dato = *dato * 2;
        avisa(s[1]);
        close(s[0]), close(s[1]);
        termina(dato);
    }
    *dato = 21;
    avisa(s[0]);
    espera_aviso(s[0]);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    close(s[0]), close(s[1]);
    suelta(dato);
}
