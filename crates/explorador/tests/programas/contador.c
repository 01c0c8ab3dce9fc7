// Dos hijos suman uno sin ponerse de acuerdo: 1 o 2.
#include "comun.h"
int main(void) {
    volatile int *n = compartida(4096);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) { int v = *n; *n = v + 1; _exit(0); }
    wait(NULL); wait(NULL);
    printf("%d\n", *n);
    munmap((void *)n, 4096);
}
