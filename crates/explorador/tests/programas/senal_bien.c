// Con la señal bloqueada y sigsuspend no se pierde.
#include "comun.h"
static volatile sig_atomic_t llego;
static void m(int s) { (void)s; llego = 1; }
int main(void) {
    struct sigaction a = {.sa_handler = m};
    sigaction(SIGUSR1, &a, NULL);
    sigset_t b, v; sigemptyset(&b); sigaddset(&b, SIGUSR1);
    sigprocmask(SIG_BLOCK, &b, &v);
    pid_t padre = getpid();
    if (fork() == 0) { kill(padre, SIGUSR1); _exit(0); }
    while (!llego) sigsuspend(&v);
    wait(NULL);
    di("fin\n");
}
