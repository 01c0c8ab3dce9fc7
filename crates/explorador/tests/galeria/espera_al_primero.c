// Recoge a sus tres hijos según terminan. El núcleo cuenta primero al que nació antes de
// los que ya han terminado: que otro más joven lo haya hecho también no se nota.
// Fuerza bruta: sí
// Finales:
//   ok "123\n" 0
//   ok "132\n" 0
//   ok "213\n" 0
//   ok "231\n" 0
//   ok "312\n" 0
//   ok "321\n" 0
#include "comun.h"

int main(void) {
    for (int i = 1; i <= 3; i++)
        if (fork() == 0) _exit(i);
    int fin, cifras = 0;
    while (wait(&fin) > 0) cifras = cifras * 10 + WEXITSTATUS(fin);
    dprintf(1, "%d\n", cifras);
}
