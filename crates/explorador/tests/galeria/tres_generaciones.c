// Abuelo, hijo y nieto: cada uno escribe después de recoger al suyo.
// Fuerza bruta: sí
// Finales:
//   ok "nieto\nhijo\nabuelo\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        pid_t nieto = fork();
        if (nieto == 0) {
            dprintf(1, "nieto\n");
            _exit(0);
        }
        recoge(nieto);
        dprintf(1, "hijo\n");
        _exit(0);
    }
    recoge(hijo);
    dprintf(1, "abuelo\n");
}
