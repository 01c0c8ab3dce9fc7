// Nadie pone nunca la marca: gira para siempre.
#include "comun.h"
int main(void) {
    atomic_int *f = compartida(4096);
    if (fork() == 0) { while (atomic_load(f) == 0) sched_yield(); _exit(0); }
    wait(NULL);
}
