// Con alarm, pause acaba... si la alarma no vence antes.
#include "comun.h"
static void m(int s) { (void)s; di("ring\n"); }
int main(void) {
    struct sigaction a = {.sa_handler = m};
    sigaction(SIGALRM, &a, NULL);
    alarm(1); pause(); di("fin\n");
}
