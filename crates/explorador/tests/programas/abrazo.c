// El padre espera al hijo antes de despertarlo: nadie sigue.
#include "comun.h"
int main(void) {
    int p[2];
    if (pipe(p)) return 1;
    if (fork() == 0) { char c; close(p[1]); read(p[0], &c, 1); _exit(0); }
    wait(NULL);
    write(p[1], "x", 1);
}
