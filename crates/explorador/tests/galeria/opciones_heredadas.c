// Las opciones de un descriptor son de quien lo abrió y de quien lo heredó: que uno lea sin
// esperar (O_NONBLOCK) lo nota el otro, y que lo note depende de quién llegue antes.
// Fuerza bruta: sí
// Finales:
//   ok "aún espera\n" 0
//   ok "ya no espera\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (fcntl(t[0], F_SETFL, O_RDONLY | O_NONBLOCK) != 0) _exit(1);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    int opciones = fcntl(t[0], F_GETFL);
    dprintf(1, opciones & O_NONBLOCK ? "ya no espera\n" : "aún espera\n");
    recoge(hijo);
    close(t[0]), close(t[1]);
}
