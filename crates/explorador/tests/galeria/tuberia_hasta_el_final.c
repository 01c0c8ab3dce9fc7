// Cada uno cierra el extremo que no usa: el lector ve el final cuando el
// escritor termina.
// Finales:
//   ok "3 bytes\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        avisa(t[1]), avisa(t[1]), avisa(t[1]);
        close(t[1]);
        _exit(0);
    }
    close(t[1]);
    int bytes = 0;
    char c;
    while (read(t[0], &c, 1) == 1) bytes++;
    close(t[0]);
    recoge(hijo);
    dprintf(1, "%d bytes\n", bytes);
}
