// El hijo gira esperando una bandera que solo se levanta después de recogerlo a
// él: nadie puede sacarlo.
// Fuerza bruta: sí
// Finales:
//   livelock "" -
#include "comun.h"

int main(void) {
    _Atomic int *listo = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!*listo) {}
        termina(listo);
    }
    recoge(hijo);
    *listo = 1;
    suelta(listo);
}
