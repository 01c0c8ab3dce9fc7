// La bandera de «listo» se levanta antes de escribir el dato: quien la ve puede
// leer un dato que todavía no está.
// Fuerza bruta: sí
// Finales:
//   ok "nada\n" 0
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

struct pagina { volatile int listo, dato; };

int main(void) {
    struct pagina *p = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        p->listo = 1;
        p->dato = 42;
        termina(p);
    }
    if (p->listo) dprintf(1, "%d\n", p->dato);
    else dprintf(1, "nada\n");
    recoge(hijo);
    suelta(p);
}
