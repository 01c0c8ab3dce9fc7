// El mismo mutex sin PTHREAD_PROCESS_SHARED. Funciona casi siempre; pero quien
// se duerme esperándolo no despierta, porque el aviso se queda en el otro
// proceso.
// Finales:
//   ok "2\n" 0
//   deadlock "" -
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
