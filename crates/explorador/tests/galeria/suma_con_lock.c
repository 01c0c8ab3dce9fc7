// La misma instrucción con `lock`: leer, sumar y escribir de una vez.
// Fuerza bruta: sí
// Finales:
//   ok "2\n" 0
#include "comun.h"

int main(void) {
    int *n = comparte();
    pid_t hijo = fork();
    __asm__ volatile("lock incl %0" : "+m"(*n));
    if (hijo == 0) termina(n);
    recoge(hijo);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
