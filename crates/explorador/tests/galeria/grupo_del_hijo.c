// El grupo del hijo no existe hasta que él lo crea: si la señal llega antes, no hay a
// quién dársela.
// Fuerza bruta: sí
// Finales:
//   ok "no existe\n" 0
//   ok "mandada\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        setpgid(0, 0);
        for (;;) pause();
    }
    if (kill(-hijo, SIGTERM) == 0) {
        dprintf(1, "mandada\n");
    } else {
        if (errno != ESRCH) _exit(1);
        dprintf(1, "no existe\n");
        kill(hijo, SIGKILL);
    }
    recoge(hijo);
}
