// close_range cierra también el extremo de la tubería que el otro espera ver cerrado.
// Fuerza bruta: sí
// Finales:
//   ok "fin\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        syscall(SYS_close_range, 3, ~0U, 0);
        _exit(0);
    }
    close(t[1]);
    char c;
    if (read(t[0], &c, 1) != 0) _exit(1);
    dprintf(1, "fin\n");
    recoge(hijo);
    close(t[0]);
}
