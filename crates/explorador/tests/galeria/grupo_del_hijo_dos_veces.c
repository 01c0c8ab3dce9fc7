// Lo que hacen las consolas: padre e hijo piden los dos el grupo, y así existe seguro.
// Fuerza bruta: sí
// Finales:
//   ok "mandada\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    setpgid(hijo, hijo);
    if (hijo == 0) {
        for (;;) pause();
    }
    if (kill(-hijo, SIGTERM) == 0) dprintf(1, "mandada\n");
    recoge(hijo);
}
