// Esperar un byte con `poll` y plazo: o llega o vence.
// Finales:
//   ok "llegó\n" 0
//   ok "venció\n" 0
#include "comun.h"
#include <poll.h>

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        avisa(t[1]);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    struct pollfd mira = {.fd = t[0], .events = POLLIN};
    dprintf(1, poll(&mira, 1, 3600 * 1000) == 1 ? "llegó\n" : "venció\n");
    recoge(hijo);
    close(t[0]), close(t[1]);
}
