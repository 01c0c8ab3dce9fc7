// `write` lee la página desde el núcleo: es un acceso como otro cualquiera y
// puede sacar el mensaje a medias.
// Fuerza bruta: sí
// Finales:
//   ok "........\n" 0
//   ok "hola....\n" 0
//   ok "holamar!\n" 0
#include "comun.h"

int main(void) {
    char *pagina = comparte();
    strcpy(pagina, "........\n");
    pid_t hijo = fork();
    if (hijo == 0) {
        if (write(1, pagina, 9) != 9) _exit(1);
        termina(pagina);
    }
    volatile uint32_t *mitad = (volatile uint32_t *)pagina;
    uint32_t mensaje[2];
    memcpy(mensaje, "holamar!", 8);
    mitad[0] = mensaje[0];
    mitad[1] = mensaje[1];
    recoge(hijo);
    suelta(pagina);
}
