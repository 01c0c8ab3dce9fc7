// Doble `fork`: el hijo crea un nieto y termina. El padre recoge al hijo, y el
// nieto sigue solo; a veces termina antes que su padre y queda sin recoger.
// Fuerza bruta: sí
// Finales:
//   ok "nieto\n" 0 vivos=1
//   ok "nieto\n" 0 zombis=1
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        if (fork() == 0) dprintf(1, "nieto\n");
        _exit(0);
    }
    recoge(hijo);
}
