// `exec` falla porque el programa no existe: el hijo sigue siendo él, y tiene que
// terminar por su cuenta.
// Fuerza bruta: sí
// Finales:
//   ok "127\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        execl("/no/existe", "existe", NULL);
        _exit(127);
    }
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, "%d\n", WEXITSTATUS(estado));
}
