// Una tubería como señal, bien: el padre escribe el dato y después avisa; el
// hijo lee cuando le llega el aviso.
// Fuerza bruta: sí
// Finales:
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
    *dato = 42;
    avisa(t[1]);
    recoge(hijo);
    close(t[0]), close(t[1]);
    suelta(dato);
}
