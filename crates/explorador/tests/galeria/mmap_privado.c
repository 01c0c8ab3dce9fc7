// MAP_PRIVATE no comparte: el hijo escribe en su copia y el padre no ve nada.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
