// La barrera cuenta con `n = n + 1`: si se pierde una llegada, los dos se quedan
// esperando a un tercero que no existe.
// Finales:
//   ok "pasaron\n" 0
//   livelock "" -
#include "comun.h"

int main(void) {
    volatile int *llegados = comparte();
    pid_t hijo = fork();
    *llegados = *llegados + 1;
    while (*llegados < 2) sched_yield();
    if (hijo == 0) termina(llegados);
    recoge(hijo);
    dprintf(1, "pasaron\n");
    suelta(llegados);
}
