// El programa protege y mueve su propia región.
#include "comun.h"
int main(void) {
    char *r = compartida(8192);
    pid_t h = fork();
    if (h == 0) { r[0] = 'x'; _exit(0); }
    waitpid(h, NULL, 0);
    h = fork();
    if (h == 0) { mprotect(r, 4096, PROT_READ); r[0] = 'z'; _exit(0); }
    int e; waitpid(h, &e, 0);
    char *n = mremap(r, 8192, 16384, MREMAP_MAYMOVE);
    if (n == MAP_FAILED) return 2;
    printf("%c %d\n", n[0], WIFSIGNALED(e) ? WTERMSIG(e) : 0);
    munmap(n, 16384);
}
