// Leer hasta el final de una tubería cuyo extremo de escritura sigue abierto en
// el propio lector: el final no llega nunca.
// Finales:
//   deadlock "" -
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        char c;
        while (read(t[0], &c, 1) == 1) {}
        close(t[0]), close(t[1]);
        _exit(0);
    }
    close(t[0]), close(t[1]);
    recoge(hijo);
    dprintf(1, "fin\n");
}
