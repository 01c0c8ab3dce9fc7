// Un `setitimer` con intervalo vuelve a avisar sin que nadie lo pida otra vez.
// Parcial: vence cuantas veces quiera
// Finales:
//   ok "3\n" 0
#include "comun.h"
#include <sys/time.h>

static volatile sig_atomic_t veces;

static void cuenta(int s) {
    (void)s;
    veces++;
}

int main(void) {
    sigset_t esta, antes;
    sigemptyset(&esta);
    sigaddset(&esta, SIGALRM);
    sigprocmask(SIG_BLOCK, &esta, &antes);
    signal(SIGALRM, cuenta);
    struct itimerval cada = {.it_interval = {.tv_usec = 1000}, .it_value = {.tv_usec = 1000}};
    setitimer(ITIMER_REAL, &cada, NULL);
    while (veces < 3) sigsuspend(&antes);
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    dprintf(1, "%d\n", veces);
}
