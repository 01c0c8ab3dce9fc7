// waitpid con WNOHANG en un bucle que duerme.
#include "comun.h"
int main(void) {
    pid_t h = fork();
    if (h == 0) _exit(5);
    int e; while (waitpid(h, &e, WNOHANG) == 0) usleep(1000);
    printf("%d\n", WEXITSTATUS(e));
}
