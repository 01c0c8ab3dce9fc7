// Dormir no es sincronizar: por mucho que se duerma, el otro puede no haber
// escrito todavía.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    sleep(3600);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    suelta(dato);
}
