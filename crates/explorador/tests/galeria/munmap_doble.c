// Soltar dos veces la misma página no da error: la segunda vez ya no hay nada.
// Finales:
//   ok "0 0\n" 0
#include "comun.h"

int main(void) {
    void *p = comparte();
    int primera = munmap(p, PAGINA), segunda = munmap(p, PAGINA);
    dprintf(1, "%d %d\n", primera, segunda);
}
