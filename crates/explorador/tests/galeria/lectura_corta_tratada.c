// La misma lectura corta, tratada: se sigue leyendo hasta tener los cuatro bytes.
// Fallo: read:1:corta
// Finales:
//   ok "hola\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (write(t[1], "hola", 4) != 4) _exit(1);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    char leido[5] = {0};
    for (int n = 0, k; n < 4; n += k) {
        if ((k = read(t[0], leido + n, 4 - n)) <= 0) _exit(1);
    }
    recoge(hijo);
    dprintf(1, "%s\n", leido);
    close(t[0]), close(t[1]);
}
