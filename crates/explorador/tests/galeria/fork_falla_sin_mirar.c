// `fork` falla, nadie mira, y el -1 acaba en `kill`: una señal para todos los
// procesos de la máquina. El explorador la impide y lo cuenta. (La señal es de
// las que se ignoran, por si alguien ejecuta esto a mano.)
// Fallo: fork:1:EAGAIN
// Finales:
//   ok "fin\n" 0 impedidas=1
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    kill(hijo, SIGURG);
    waitpid(hijo, NULL, 0);
    dprintf(1, "fin\n");
}
