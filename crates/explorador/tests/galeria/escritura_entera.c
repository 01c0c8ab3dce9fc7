// El mismo número en una sola escritura: o nada o todo.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "ffffffffffffffff\n" 0
#include "comun.h"

int main(void) {
    volatile uint64_t *n = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *n = UINT64_MAX;
        termina(n);
    }
    dprintf(1, "%lx\n", *n);
    recoge(hijo);
    suelta(n);
}
