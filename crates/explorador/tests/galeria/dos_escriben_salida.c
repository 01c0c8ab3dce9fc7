// Dos procesos escriben en la salida sin ponerse de acuerdo: los dos órdenes son
// posibles, pero ninguna línea se parte.
// Fuerza bruta: sí
// Finales:
//   ok "hijo\npadre\n" 0
//   ok "padre\nhijo\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        dprintf(1, "hijo\n");
        _exit(0);
    }
    dprintf(1, "padre\n");
    recoge(hijo);
}
