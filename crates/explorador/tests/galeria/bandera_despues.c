// La bandera después del dato: quien la ve lee el dato entero; quien no la ve
// no lee nada.
// Fuerza bruta: sí
// Finales:
//   ok "nada\n" 0
//   ok "42\n" 0
#include "comun.h"

struct pagina { volatile int listo, dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        p->dato = 42;
        p->listo = 1;
        termina(p);
    }
    if (p->listo) dprintf(1, "%d\n", p->dato);
    else dprintf(1, "nada\n");
    recoge(hijo);
    suelta(p);
}
