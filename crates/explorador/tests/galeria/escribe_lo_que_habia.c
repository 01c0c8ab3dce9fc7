// Escribir lo que ya había no se nota, salvo que otro escriba otra cosa entre medias:
// entonces, por no notarse, se pierde lo del otro.
// Fuerza bruta: sí
// Finales:
//   ok "0 0\n" 0 fugas=2
//   ok "0 1\n" 0 fugas=2
//   ok "1 0\n" 0 fugas=2
//   ok "1 1\n" 0 fugas=2
#include "comun.h"

int main(void) {
    volatile char *b = comparte();
    pid_t hijos[2];
    for (int i = 0; i < 2; i++) {
        if ((hijos[i] = fork()) == 0) {
            *b = i;
            _exit(0);
        }
    }
    int antes = *b, despues = *b;
    for (int i = 0; i < 2; i++) recoge(hijos[i]);
    dprintf(1, "%d %d\n", antes, despues);
    suelta(b);
}
