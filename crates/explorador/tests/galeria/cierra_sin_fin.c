// Una llamada que falla no cambia nada: repetirla hasta que salga bien es girar.
// Fuerza bruta: sí
// Finales:
//   livelock "" -
#include "comun.h"

int main(void) {
    while (close(99) < 0) {}
}
