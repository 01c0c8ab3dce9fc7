// `read` escribe en la página desde el núcleo, y mientras tanto otro la mira.
// Fuerza bruta: sí
// Finales:
//   ok "nada\n" 0
//   ok "hola\n" 0
#include "comun.h"

int main(void) {
    char *pagina = comparte();
    memcpy(pagina, "nada", 5);
    int t[2];
    tuberia(t);
    if (write(t[1], "hola", 4) != 4) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (read(t[0], pagina, 4) != 4) _exit(1);
        close(t[0]), close(t[1]);
        termina(pagina);
    }
    uint32_t leido = *(volatile uint32_t *)pagina;
    dprintf(1, "%.4s\n", (char *)&leido);
    recoge(hijo);
    close(t[0]), close(t[1]);
    suelta(pagina);
}
