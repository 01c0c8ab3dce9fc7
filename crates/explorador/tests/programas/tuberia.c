// Una tubería como señal: el hijo solo lee cuando el padre ya escribió.
#include "comun.h"
int main(void) {
    char *region = compartida(4096);
    int p[2];
    if (pipe(p)) return 1;
    if (fork() == 0) {
        char c; close(p[1]);
        if (read(p[0], &c, 1) != 1) _exit(2);
        printf("%s\n", region); fflush(stdout); _exit(0);
    }
    close(p[0]);
    strcpy(region, "Hola, proceso hijo!!");
    if (write(p[1], "x", 1) != 1) return 1;
    close(p[1]);
    wait(NULL);
    munmap(region, 4096);
}
