// Un huérfano seguro: el hijo espera a que su padre termine (la tubería se cierra
// con él) y solo entonces escribe.
// Fuerza bruta: sí
// Finales:
//   ok "huérfano\n" 0 vivos=1 descriptores=1
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    if (fork() == 0) {
        close(t[1]);
        char c;
        if (read(t[0], &c, 1) == 0) dprintf(1, "huérfano\n");
        close(t[0]);
        _exit(0);
    }
    close(t[0]);
}
