// Dos proyecciones del mismo memfd son la misma memoria.
#include "comun.h"
int main(void) {
    int f = memfd_create("m", 0); ftruncate(f, 8192);
    volatile char *a = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 4096);
    if (fork() == 0) {
        volatile char *b = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
        di(b[4096] ? "lleno\n" : "vacio\n"); _exit(0);
    }
    a[0] = 1; wait(NULL);
}
