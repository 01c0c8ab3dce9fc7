// Un zombi seguro: el padre comprueba que el hijo ha muerto, pero sin recogerlo.
// Fuerza bruta: sí
// Finales:
//   ok "ha muerto\n" 0 zombis=1
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    siginfo_t muerto;
    if (waitid(P_PID, (id_t)hijo, &muerto, WEXITED | WNOWAIT) == 0) dprintf(1, "ha muerto\n");
}
