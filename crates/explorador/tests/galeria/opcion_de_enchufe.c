// Las opciones de un enchufe son de la apertura, que el hijo hereda: lo que uno cambia
// lo ve el otro.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "1\n" 0
#include "comun.h"
#include <sys/socket.h>

int main(void) {
    int e[2], valor = 1;
    socklen_t mide = sizeof valor;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, e) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        setsockopt(e[0], SOL_SOCKET, SO_PASSCRED, &valor, sizeof valor);
        close(e[0]), close(e[1]);
        _exit(0);
    }
    getsockopt(e[0], SOL_SOCKET, SO_PASSCRED, &valor, &mide);
    dprintf(1, "%d\n", valor);
    recoge(hijo);
    close(e[0]), close(e[1]);
}
