// Cuántos mensajes hay en una cola POSIX depende de si el otro ya mandó el suyo.
// Fuerza bruta: sí
// Finales:
//   ok "0\n" 0 descriptores=1
//   ok "1\n" 0 descriptores=1
#include "comun.h"

int main(void) {
    mqd_t cola = cola_de_uno("/galeria_cola_cuantos_hay");
    pid_t hijo = fork();
    if (hijo == 0) {
        mq_send(cola, "hola", 5, 0);
        _exit(0);
    }
    struct mq_attr datos;
    mq_getattr(cola, &datos);
    dprintf(1, "%ld\n", datos.mq_curmsgs);
    recoge(hijo);
    mq_close(cola);
}
