// Dos tuberías, ida y vuelta: el padre pone 21, el hijo lo dobla y el padre lo
// lee sin haber recogido todavía al hijo. Todo está ordenado.
// Fuerza bruta: sí
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    int ida[2], vuelta[2];
    tuberia(ida), tuberia(vuelta);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(ida[0]);
        *dato = *dato * 2;
        avisa(vuelta[1]);
        close(ida[0]), close(ida[1]), close(vuelta[0]), close(vuelta[1]);
        termina(dato);
    }
    *dato = 21;
    avisa(ida[1]);
    espera_aviso(vuelta[0]);
    dprintf(1, "%d\n", *dato);
    recoge(hijo);
    close(ida[0]), close(ida[1]), close(vuelta[0]), close(vuelta[1]);
    suelta(dato);
}
