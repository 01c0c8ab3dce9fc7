// El plazo de una cola de mensajes POSIX puede vencer antes de que llegue el mensaje.
// Fuerza bruta: sí
// Finales:
//   ok "hola\n" 0 descriptores=1
//   ok "venció\n" 0 descriptores=1
#include "comun.h"

int main(void) {
    mqd_t cola = cola_de_uno("/galeria_cola_con_plazo");
    pid_t hijo = fork();
    if (hijo == 0) {
        mq_send(cola, "hola", 5, 0);
        _exit(0);
    }
    char mensaje[16];
    struct timespec cuando = {.tv_sec = time(NULL) + 5};
    if (mq_timedreceive(cola, mensaje, sizeof mensaje, NULL, &cuando) > 0) {
        dprintf(1, "%s\n", mensaje);
    } else {
        dprintf(1, errno == ETIMEDOUT ? "venció\n" : "mal\n");
    }
    recoge(hijo);
    mq_close(cola);
}
