// flock entre dos procesos.
#include "comun.h"
#include <sys/file.h>
int main(void) {
    int *n = compartida(4096);
    int m = memfd_create("c", 0); char ruta[64]; sprintf(ruta, "/proc/self/fd/%d", m);
    pid_t p[2];
    for (int i = 0; i < 2; i++) if ((p[i] = fork()) == 0) {
        int f = open(ruta, O_RDWR);
        if (flock(f, LOCK_EX)) _exit(1);
        int v = *n; *n = v + 1; flock(f, LOCK_UN); _exit(0);
    }
    for (int i = 0; i < 2; i++) waitpid(p[i], NULL, 0);
    printf("%d\n", *n);
}
