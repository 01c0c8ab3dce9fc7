// La misma escritura corta, tratada: se sigue por donde se quedó.
// Fallo: write:1:corta=2
// Finales:
//   ok "hola\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        for (int n = 0, k; n < 4; n += k) {
            if ((k = write(t[1], "hola" + n, 4 - n)) < 0) _exit(1);
        }
        close(t[1]);
        _exit(0);
    }
    close(t[1]);
    char leido[5] = {0};
    for (int n = 0, k; (k = read(t[0], leido + n, 4 - n)) > 0; n += k) {}
    close(t[0]);
    recoge(hijo);
    dprintf(1, "%s\n", leido);
}
