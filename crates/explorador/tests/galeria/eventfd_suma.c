// Dos hijos suman 1 y 2 en un `eventfd`; el padre lee una vez: el primero que
// llegue, o los dos juntos.
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
//   ok "3\n" 0
#include "comun.h"

int main(void) {
    int suma = eventfd(0, 0);
    pid_t hijo[2];
    for (int i = 0; i < 2; i++) {
        if ((hijo[i] = fork()) == 0) {
            eventfd_write(suma, (eventfd_t)i + 1);
            close(suma);
            _exit(0);
        }
    }
    eventfd_t leido;
    eventfd_read(suma, &leido);
    recoge(hijo[0]), recoge(hijo[1]);
    dprintf(1, "%d\n", (int)leido);
    close(suma);
}
