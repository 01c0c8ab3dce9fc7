// `printf` antes de `fork`, sin vaciar el búfer: el hijo se lleva una copia y la
// línea sale dos veces.
// Fuerza bruta: sí
// Finales:
//   ok "hola\nhola\n" 0
#include "comun.h"

int main(void) {
    printf("hola\n");
    pid_t hijo = fork();
    if (hijo == 0) exit(0);
    recoge(hijo);
}
