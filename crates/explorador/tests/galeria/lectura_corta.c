// `read` puede devolver menos de lo que hay; quien lee una sola vez se queda con
// el principio.
// Fallo: read:1:corta
// Finales:
//   ok "h\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (write(t[1], "hola", 4) != 4) _exit(1);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    char leido[5] = {0};
    if (read(t[0], leido, 4) < 0) _exit(1);
    recoge(hijo);
    dprintf(1, "%s\n", leido);
    close(t[0]), close(t[1]);
}
