// Esperar sin tener hijos no espera: falla con ECHILD.
// Finales:
//   ok "ECHILD\n" 0
#include "comun.h"

int main(void) {
    if (wait(NULL) == -1 && errno == ECHILD) dprintf(1, "ECHILD\n");
}
