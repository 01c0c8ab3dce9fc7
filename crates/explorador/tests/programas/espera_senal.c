// sigwait recoge la señal llegue cuando llegue.
#include "comun.h"
int main(void) {
    sigset_t b; sigemptyset(&b); sigaddset(&b, SIGUSR1); sigprocmask(SIG_BLOCK, &b, NULL);
    pid_t padre = getpid();
    if (fork() == 0) { kill(padre, SIGUSR1); _exit(0); }
    int s; sigwait(&b, &s); wait(NULL); di(s == SIGUSR1 ? "USR1\n" : "otra\n");
}
