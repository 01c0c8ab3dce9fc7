// Preguntar una sola vez no es esperar: el hijo puede no haber terminado.
// Fuerza bruta: sí
// Finales:
//   ok "todavía no\n" 0 vivos=1
//   ok "todavía no\n" 0 zombis=1
//   ok "recogido\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    if (waitpid(hijo, NULL, WNOHANG) == hijo) dprintf(1, "recogido\n");
    else dprintf(1, "todavía no\n");
}
