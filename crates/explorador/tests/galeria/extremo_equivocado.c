// Escribir por el extremo de leer, o leer por el de escribir, falla en el acto (EBADF):
// ahí no hay nada que esperar.
// Fuerza bruta: sí
// Finales:
//   ok "no se puede escribir\nno se puede leer\nhijo 0\n" 0
#include "comun.h"
#include <errno.h>

int main(void) {
    int t[2];
    tuberia(t);
    char c = 'x';
    if (write(t[0], &c, 1) == -1 && errno == EBADF) dprintf(1, "no se puede escribir\n");
    if (read(t[1], &c, 1) == -1 && errno == EBADF) dprintf(1, "no se puede leer\n");
    pid_t hijo = fork();
    if (hijo == 0) {
        close(t[1]);
        dprintf(1, "hijo %zd\n", read(t[0], &c, 1));
        close(t[0]);
        _exit(0);
    }
    close(t[0]);
    close(t[1]);
    recoge(hijo);
}
