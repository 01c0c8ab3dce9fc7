// El hijo se da cuenta de algo imposible y aborta: es una caída, aunque el padre
// lo recoja como si nada.
// Fuerza bruta: sí
// Finales:
//   ok "fin\n" 0
//   crash "fin\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        int leido = *dato;
        suelta(dato);
        if (leido == 0) abort();
        _exit(0);
    }
    *dato = 42;
    recoge(hijo);
    suelta(dato);
    dprintf(1, "fin\n");
}
