// La señal interrumpe la espera (sin SA_RESTART): EINTR a veces.
#include "comun.h"
static void m(int s) { (void)s; }
int main(void) {
    struct sigaction a = {.sa_handler = m};
    sigaction(SIGUSR1, &a, NULL);
    pid_t padre = getpid();
    pid_t h = fork();
    if (h == 0) { kill(padre, SIGUSR1); _exit(3); }
    int e;
    if (waitpid(h, &e, 0) < 0) { di(errno == EINTR ? "interrumpida\n" : "otra\n"); waitpid(h, &e, 0); return 0; }
    di("recogido\n");
}
