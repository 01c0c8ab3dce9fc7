// Nadie suelta nada: dos páginas y dos procesos son cuatro fugas.
// Finales:
//   ok "fin\n" 0 fugas=4
#include "comun.h"

int main(void) {
    comparte(), comparte();
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    recoge(hijo);
    dprintf(1, "fin\n");
}
