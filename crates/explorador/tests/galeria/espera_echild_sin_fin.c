// Esperar a un hijo ya recogido falla siempre igual (ECHILD): quien lo repite con
// cualquier error, y no solo con EINTR, da vueltas para siempre. Se ve enseguida.
// Fuerza bruta: sí
// Finales:
//   livelock "" -
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    recoge(hijo);
    while (waitpid(hijo, NULL, 0) < 0) {}
}
