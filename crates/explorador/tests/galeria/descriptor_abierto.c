// Descriptores que nadie cierra: los dos extremos en los dos procesos.
// Finales:
//   ok "fin\n" 0 descriptores=4
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    recoge(hijo);
    dprintf(1, "fin\n");
}
