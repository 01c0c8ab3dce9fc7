// Con lock: siempre 2.
#include "comun.h"
int main(void) {
    atomic_int *n = compartida(4096);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) { atomic_fetch_add(n, 1); _exit(0); }
    wait(NULL); wait(NULL);
    printf("%d\n", *n);
}
