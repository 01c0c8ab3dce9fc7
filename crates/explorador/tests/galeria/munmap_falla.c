// `munmap` falla a propósito y el programa lo mira: la página sigue puesta y se
// cuenta como fuga.
// Fallo: munmap:1:EINVAL
// Finales:
//   ok "EINVAL\n" 1 fugas=1
#include "comun.h"

int main(void) {
    void *p = comparte();
    if (munmap(p, PAGINA) == 0) return 0;
    dprintf(1, errno == EINVAL ? "EINVAL\n" : "otro\n");
    return 1;
}
