// `kill` con señal 0 pregunta si un proceso existe: uno que terminó existe hasta que
// su padre lo recoge, y eso depende del orden.
// Fuerza bruta: sí
// Finales:
//   ok "existe\n" 0 descriptores=4
//   ok "no existe\n" 0 descriptores=4
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        pid_t nieto = fork();
        if (nieto == 0) _exit(0);
        if (write(t[1], &nieto, sizeof nieto) != sizeof nieto) _exit(94);
        recoge(nieto);
        _exit(0);
    }
    pid_t nieto;
    if (read(t[0], &nieto, sizeof nieto) != sizeof nieto) _exit(95);
    dprintf(1, kill(nieto, 0) == 0 ? "existe\n" : "no existe\n");
    recoge(hijo);
    close(t[0]);
    close(t[1]);
}
