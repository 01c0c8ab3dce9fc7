// El hijo escribe la hora, que no la decide el orden: cada vez es otra.
#include "comun.h"
#include <time.h>
int main(void) {
    volatile int *n = compartida(4096);
    if (fork() == 0) {
        int leido = *n;
        struct timespec ahora;
        clock_gettime(CLOCK_MONOTONIC, &ahora);
        if (leido >= 0) { printf("%ld.%ld\n", (long)ahora.tv_sec, ahora.tv_nsec); fflush(stdout); }
        _exit(0);
    }
    for (int i = 1; i <= 4; i++) *n = i;
    wait(NULL);
    munmap((void *)n, 4096);
}
