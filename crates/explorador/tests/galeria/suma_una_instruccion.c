// `n++` en una sola instrucción, pero sin `lock`: para el procesador son una
// lectura y una escritura, y otro procesador cabe entre las dos.
// Fuerza bruta: sí
// Finales:
//   ok "1\n" 0
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
