// Un descriptor del hijo avisa, con `poll`, cuando termina. No se sabe seguir, y se dice.
// Finales:
//   error clone
#include "comun.h"
#include <poll.h>
#include <sched.h>

int main(void) {
    int fd = -1;
    long hijo = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, 0, &fd, 0, 0);
    if (hijo == 0) _exit(0);
    struct pollfd mira = {.fd = fd, .events = POLLIN};
    dprintf(1, "%d\n", poll(&mira, 1, 0));
    recoge(hijo);
}
