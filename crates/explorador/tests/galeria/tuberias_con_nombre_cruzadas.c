// Dos tuberías con nombre abiertas en distinto orden: cada uno espera al otro.
// Fuerza bruta: sí
// Finales:
//   deadlock "" -
#include "comun.h"

int main(void) {
    unlink("ida"), unlink("vuelta");
    if (mkfifo("ida", 0600) != 0 || mkfifo("vuelta", 0600) != 0) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(open("ida", O_RDONLY));
        close(open("vuelta", O_WRONLY));
        _exit(0);
    }
    close(open("vuelta", O_RDONLY));
    close(open("ida", O_WRONLY));
    recoge(hijo);
}
