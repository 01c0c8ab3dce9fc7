// Más de lo que cabe en la tubería: el que escribe espera dentro del núcleo.
#include "comun.h"
static char b[200000];
int main(void) {
    int p[2]; if (pipe(p)) return 1;
    pid_t h = fork();
    if (h == 0) { close(p[0]); ssize_t n = write(p[1], b, sizeof b); _exit(n == sizeof b ? 0 : 1); }
    close(p[1]); long total = 0; ssize_t n; char c[65536];
    while ((n = read(p[0], c, sizeof c)) > 0) total += n;
    int e; waitpid(h, &e, 0); printf("%ld %d\n", total, WEXITSTATUS(e));
}
