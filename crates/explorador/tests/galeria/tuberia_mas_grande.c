// Lo que cabe en una tubería es de la tubería: si uno lo cambia, el otro lo ve.
// Fuerza bruta: sí
// Finales:
//   ok "4096\n" 0
//   ok "8192\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    if (fcntl(t[0], F_SETPIPE_SZ, 4096) != 4096) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        fcntl(t[1], F_SETPIPE_SZ, 8192);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    dprintf(1, "%d\n", fcntl(t[0], F_GETPIPE_SZ));
    recoge(hijo);
    close(t[0]), close(t[1]);
}
