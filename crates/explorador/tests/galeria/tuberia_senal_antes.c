// La misma tubería, mal: el padre avisa antes de escribir el dato.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(t[0]);
        dprintf(1, "%d\n", *dato);
        close(t[0]), close(t[1]);
        termina(dato);
    }
    avisa(t[1]);
    *dato = 42;
    recoge(hijo);
    close(t[0]), close(t[1]);
    suelta(dato);
}
