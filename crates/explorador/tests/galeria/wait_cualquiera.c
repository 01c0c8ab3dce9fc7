// `wait` recoge al primero que termina: el orden no está dicho, la suma sí.
// Fuerza bruta: sí
// Finales:
//   ok "1 2\n" 0
//   ok "2 1\n" 0
#include "comun.h"

int main(void) {
    for (int i = 1; i <= 2; i++) {
        if (fork() == 0) _exit(i);
    }
    int primero, segundo;
    wait(&primero), wait(&segundo);
    dprintf(1, "%d %d\n", WEXITSTATUS(primero), WEXITSTATUS(segundo));
}
