// `waitpid` de un grupo en el que el hijo todavía no está no espera: no tiene a nadie.
// Fuerza bruta: sí
// Finales:
//   ok "recogido\n" 0
//   ok "nadie\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        setpgid(0, 0);
        _exit(0);
    }
    if (waitpid(-hijo, NULL, 0) == hijo) {
        dprintf(1, "recogido\n");
    } else {
        dprintf(1, errno == ECHILD ? "nadie\n" : "otra cosa\n");
        recoge(hijo);
    }
}
