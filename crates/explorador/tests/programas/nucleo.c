// El núcleo lee y escribe en la región: write desde ella, read sobre ella.
#include "comun.h"
int main(void) {
    char *r = compartida(4096); int p[2]; if (pipe(p)) return 1;
    pid_t h = fork();
    if (h == 0) { if (read(p[0], r, 5) != 5) _exit(1); _exit(0); }
    if (write(p[1], "hola\n", 5) != 5) return 2;
    int *e = (int *)(r + 100);
    if (waitpid(h, e, 0) != h) { perror("waitpid"); return 3; }
    if (write(1, r, 5) != 5) { perror("write"); return 4; }
    printf("%d\n", WEXITSTATUS(*e));
}
