// Leer después de `munmap`: la memoria ya no está y el programa cae.
// Fuerza bruta: sí
// Finales:
//   crash "" SIGSEGV
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    *dato = 42;
    suelta(dato);
    dprintf(1, "%d\n", *dato);
}
