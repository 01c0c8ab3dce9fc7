// Un número de 64 bits escrito en dos mitades: quien lo lee de una vez puede ver
// solo la primera.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "ffffffff\n" 0
//   ok "ffffffffffffffff\n" 0
#include "comun.h"

int main(void) {
    volatile uint64_t *n = comparte();
    volatile uint32_t *mitad = (volatile uint32_t *)n;
    pid_t hijo = fork();
    if (hijo == 0) {
        mitad[0] = UINT32_MAX;
        mitad[1] = UINT32_MAX;
        termina(n);
    }
    dprintf(1, "%lx\n", *n);
    recoge(hijo);
    suelta(n);
}
