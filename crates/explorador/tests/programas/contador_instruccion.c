// Lo mismo con una sola instrucción sin lock: en una máquina también se pierde.
#include "comun.h"
int main(void) {
    int *n = compartida(4096);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) { __asm__ volatile("addl $1, %0" : "+m"(*n)); _exit(0); }
    wait(NULL); wait(NULL);
    printf("%d\n", *n);
}
