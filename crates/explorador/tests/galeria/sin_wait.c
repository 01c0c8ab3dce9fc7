// El padre no espera: según quién termine antes, el hijo queda zombi o huérfano.
// Fuerza bruta: sí
// Finales:
//   ok "" 0 zombis=1
//   ok "" 0 vivos=1
#include "comun.h"

int main(void) {
    if (fork() == 0) _exit(0);
}
