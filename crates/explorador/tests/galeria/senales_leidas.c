// signalfd convierte las señales en lecturas: no se sigue, y se dice.
// Finales:
//   error signalfd4
#include "comun.h"
#include <sys/signalfd.h>

int main(void) {
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    int fd = signalfd(-1, &usr1, 0);
    pid_t hijo = fork();
    if (hijo == 0) {
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    struct signalfd_siginfo info;
    if (read(fd, &info, sizeof info) != sizeof info) _exit(1);
    recoge(hijo);
}
