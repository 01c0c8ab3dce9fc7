// eventfd como señal, mirado con poll.
#include "comun.h"
#include <poll.h>
int main(void) {
    char *r = compartida(4096); int f = eventfd(0, 0);
    if (fork() == 0) {
        struct pollfd p = {.fd = f, .events = POLLIN};
        if (poll(&p, 1, -1) != 1) _exit(1);
        unsigned long long v; if (read(f, &v, 8) != 8) _exit(2);
        di(r[0] ? "lleno\n" : "vacio\n"); _exit(0);
    }
    r[0] = 1; unsigned long long uno = 1; if (write(f, &uno, 8) != 8) return 3;
    wait(NULL);
}
