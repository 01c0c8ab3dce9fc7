// Ceder el turno no arregla nada si nadie va a escribir: sigue siendo un giro
// sin fin. Aquí giran los dos, cada uno por la bandera del otro.
// Finales:
//   livelock "" -
#include "comun.h"

int main(void) {
    _Atomic int *listo = comparte();
    pid_t hijo = fork();
    int yo = hijo == 0;
    while (!listo[!yo]) sched_yield();
    listo[yo] = 1;
    if (yo) termina(listo);
    recoge(hijo);
    dprintf(1, "fin\n");
    suelta(listo);
}
