// El padre gira hasta que se levante una de dos banderas, y dice cuál vio: puede
// ser cualquiera de las dos.
// Finales:
//   ok "primera\n" 0
//   ok "segunda\n" 0
#include "comun.h"

int main(void) {
    _Atomic int *bandera = comparte();
    pid_t hijo[2];
    for (int i = 0; i < 2; i++) {
        if ((hijo[i] = fork()) == 0) {
            bandera[i] = 1;
            termina(bandera);
        }
    }
    for (;;) {
        if (bandera[0]) {
            dprintf(1, "primera\n");
            break;
        }
        if (bandera[1]) {
            dprintf(1, "segunda\n");
            break;
        }
    }
    recoge(hijo[0]), recoge(hijo[1]);
    suelta(bandera);
}
