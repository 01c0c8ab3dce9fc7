// Espera activa sin ceder: gasta procesador, pero mientras alguien pueda
// escribir no es un giro sin fin.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

struct pagina { _Atomic int listo; volatile int dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        while (!p->listo) {}
        dprintf(1, "%d\n", p->dato);
        termina(p);
    }
    p->dato = 42;
    p->listo = 1;
    recoge(hijo);
    suelta(p);
}
