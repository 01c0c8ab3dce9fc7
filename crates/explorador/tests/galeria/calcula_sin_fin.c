// Un bucle que no toca nada compartido ni llama a nadie: no hay nada que ordenar,
// y el límite de silencio lo corta.
// Finales:
//   timeout "" - limite=silence
#include "comun.h"

int main(void) {
    for (volatile int i = 0;; i++) {}
}
