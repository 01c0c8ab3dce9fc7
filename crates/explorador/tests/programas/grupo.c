// kill(0, …) al propio grupo, ignorada por el padre.
#include "comun.h"
int main(void) {
    signal(SIGTERM, SIG_IGN);
    pid_t h = fork();
    if (h == 0) { signal(SIGTERM, SIG_DFL); kill(getppid(), SIGUSR2 * 0); pause(); _exit(0); }
    sleep(1); kill(0, SIGTERM);
    int e; waitpid(h, &e, 0); printf("%d\n", WIFSIGNALED(e) ? WTERMSIG(e) : -1);
}
