// Sin procesos libres `fork` devuelve -1. Quien lo mira se disculpa y suelta lo
// suyo.
// Fallo: fork:1:EAGAIN
// Finales:
//   ok "no pude crear el hijo\n" 1
#include "comun.h"

int main(void) {
    int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == -1) {
        dprintf(1, "no pude crear el hijo\n");
        suelta(dato);
        return 1;
    }
    if (hijo == 0) termina(dato);
    recoge(hijo);
    suelta(dato);
}
