// Despierta sin cambiar el valor: si lo hace antes de que duerma, se pierde.
#include "comun.h"
int main(void) {
    atomic_int *f = compartida(4096);
    if (fork() == 0) { syscall(SYS_futex, f, FUTEX_WAIT, 0, NULL, NULL, 0); _exit(0); }
    syscall(SYS_futex, f, FUTEX_WAKE, 1, NULL, NULL, 0);
    wait(NULL);
}
