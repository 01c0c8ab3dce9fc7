// timer_create manda señales a la hora que marca un reloj de verdad: no se sigue.
// Finales:
//   error timer_create
#include "comun.h"

int main(void) {
    timer_t reloj;
    struct itimerspec plazo = {.it_value = {.tv_nsec = 1000}};
    struct sigevent aviso = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    if (timer_create(CLOCK_MONOTONIC, &aviso, &reloj) != 0) _exit(1);
    timer_settime(reloj, 0, &plazo, NULL);
    pause();
}
