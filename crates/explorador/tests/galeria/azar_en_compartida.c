// Lo que se lee de `/dev/urandom` en memoria compartida también es siempre lo mismo, y
// se puede enseñar. Quien mire antes ve la página como estaba.
// Fuerza bruta: sí
// Finales:
//   ok "0000\n" 0
//   ok "aeb9\n" 0
#include "comun.h"

int main(void) {
    uint16_t *n = comparte();
    int fd = open("/dev/urandom", O_RDONLY);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (read(fd, n, sizeof *n) != sizeof *n) _exit(1);
        termina(n);
    }
    dprintf(1, "%04x\n", *(volatile uint16_t *)n);
    recoge(hijo);
    close(fd);
    suelta(n);
}
