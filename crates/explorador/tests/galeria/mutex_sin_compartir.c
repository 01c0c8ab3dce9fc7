// El mismo mutex sin PTHREAD_PROCESS_SHARED. Casi siempre funciona, pero la
// biblioteca (glibc desde la 2.34) cree que está sola y ni siquiera lo cierra con
// una instrucción atómica: se pierde una suma, salta una de sus comprobaciones, o
// quien se duerme no despierta porque el aviso se queda en el otro proceso.
// Finales:
//   ok "2\n" 0
//   ok "1\n" 0
//   deadlock "" -
//   crash "1\n" 0 fugas=1
//   crash "" SIGABRT fugas=1 vivos=1
//   crash "" SIGABRT zombis=1 fugas=1
#include "comun.h"

struct pagina { pthread_mutex_t cerrojo; volatile int n; };

int main(void) {
    struct pagina *p = comparte();
    pthread_mutex_init(&p->cerrojo, NULL);
    pid_t hijo = fork();
    pthread_mutex_lock(&p->cerrojo);
    p->n = p->n + 1;
    pthread_mutex_unlock(&p->cerrojo);
    if (hijo == 0) termina(p);
    recoge(hijo);
    dprintf(1, "%d\n", p->n);
    suelta(p);
}
