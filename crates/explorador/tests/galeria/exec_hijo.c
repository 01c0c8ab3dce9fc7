// El hijo se convierte en otro programa. La memoria compartida que tenía no pasa
// al programa nuevo: no hace falta soltarla.
// Fuerza bruta: sí
// Finales:
//   ok "soy otro\n" 0
#include "comun.h"

int main(int n, char **args) {
    if (n > 1) {
        dprintf(1, "%s\n", args[1]);
        return 0;
    }
    int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 1;
        execl("/proc/self/exe", "exec_hijo", "soy otro", NULL);
        _exit(127);
    }
    recoge(hijo);
    suelta(dato);
}
