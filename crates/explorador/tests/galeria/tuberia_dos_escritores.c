// Dos hijos escriben en la misma tubería: el padre lee a cada uno entero, en
// cualquiera de los dos órdenes.
// Finales:
//   ok "ab\n" 0
//   ok "ba\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo[2];
    for (int i = 0; i < 2; i++) {
        if ((hijo[i] = fork()) == 0) {
            if (write(t[1], "ab" + i, 1) != 1) _exit(1);
            close(t[0]), close(t[1]);
            _exit(0);
        }
    }
    char leido[3] = {0};
    for (int i = 0; i < 2; i++) {
        if (read(t[0], leido + i, 1) != 1) _exit(1);
    }
    recoge(hijo[0]), recoge(hijo[1]);
    dprintf(1, "%s\n", leido);
    close(t[0]), close(t[1]);
}
