// `n++` en una sola instrucción, pero sin `lock`: entre procesos que se turnan en
// un procesador no se parte. El explorador ordena instrucciones enteras; lo que
// dos procesadores harían a la vez queda fuera de su alcance.
// Fuerza bruta: sí
// Finales:
//   ok "2\n" 0
#include "comun.h"

int main(void) {
    int *n = comparte();
    pid_t hijo = fork();
    __asm__ volatile("incl %0" : "+m"(*n));
    if (hijo == 0) termina(n);
    recoge(hijo);
    dprintf(1, "%d\n", *n);
    suelta(n);
}
