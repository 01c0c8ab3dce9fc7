// `vfork`: el padre no sigue hasta que el hijo termina, y ve lo que el hijo hizo
// en la memoria que le prestó.
// Finales:
//   ok "hijo\npadre 7\n" 0
#include "comun.h"

int main(void) {
    static volatile int prestado;
    pid_t hijo = vfork();
    if (hijo == 0) {
        prestado = 7;
        if (write(1, "hijo\n", 5) != 5) _exit(1);
        _exit(0);
    }
    dprintf(1, "padre %d\n", prestado);
    recoge(hijo);
}
