// La protección es de cada proceso y se puede deshacer: el hijo se prohíbe
// escribir, lee, se lo permite otra vez y escribe.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    *dato = 21;
    pid_t hijo = fork();
    if (hijo == 0) {
        mprotect((void *)dato, PAGINA, PROT_READ);
        int leido = *dato;
        mprotect((void *)dato, PAGINA, PROT_READ | PROT_WRITE);
        *dato = 2 * leido;
        termina(dato);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
