// La señal puede llegar entre mirar la marca y pause(): se pierde.
#include "comun.h"
static volatile sig_atomic_t llego;
static void m(int s) { (void)s; llego = 1; }
int main(void) {
    struct sigaction a = {.sa_handler = m};
    sigaction(SIGUSR1, &a, NULL);
    pid_t padre = getpid();
    if (fork() == 0) { kill(padre, SIGUSR1); _exit(0); }
    while (!llego) pause();
    wait(NULL);
    di("fin\n");
}
