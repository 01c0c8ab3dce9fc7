// El PID que `fork` da al padre es el que el hijo ve en `getpid`, y el padre que
// el hijo ve es su padre.
// Finales:
//   ok "coinciden\n" 0
#include "comun.h"

int main(void) {
    volatile pid_t *visto = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        visto[0] = getpid();
        visto[1] = getppid();
        termina(visto);
    }
    recoge(hijo);
    if (visto[0] == hijo && visto[1] == getpid()) dprintf(1, "coinciden\n");
    suelta(visto);
}
