// Cuántos mensajes hay en una cola POSIX depende de si el otro ya mandó el suyo.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0 descriptores=1
//   ok "1\n" 0 descriptores=1
#include "comun.h"
#include <mqueue.h>

int main(void) {
    struct mq_attr datos = {.mq_maxmsg = 1, .mq_msgsize = 16};
    mq_unlink("/galeria_cola_cuantos_hay");
    mqd_t cola = mq_open("/galeria_cola_cuantos_hay", O_CREAT | O_RDWR, 0600, &datos);
    if (cola < 0) _exit(97);
    mq_unlink("/galeria_cola_cuantos_hay");
    pid_t hijo = fork();
    if (hijo == 0) {
        mq_send(cola, "hola", 5, 0);
        _exit(0);
    }
    mq_getattr(cola, &datos);
    dprintf(1, "%ld\n", datos.mq_curmsgs);
    recoge(hijo);
    mq_close(cola);
}
