// La misma alarma esperada con `pause`: si el proceso tarda en llegar a `pause`
// más de lo que dura la alarma, la pierde y duerme para siempre.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "alarma\n" 0
//   deadlock "" -
#include "comun.h"

static void nada(int s) { (void)s; }

int main(void) {
    signal(SIGALRM, nada);
    alarm(1);
    pause();
    dprintf(1, "alarma\n");
}
