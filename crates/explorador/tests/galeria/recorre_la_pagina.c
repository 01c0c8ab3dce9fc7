// Recoger al hijo y recorrer después miles de bytes, uno a uno y desde la misma
// instrucción, es trabajar y no dar vueltas.
// Fuerza bruta: sí
// Finales:
//   ok "4096\n" 0
#include "comun.h"

int main(void) {
    volatile unsigned char *pagina = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        memset((void *)pagina, 1, PAGINA);
        termina(pagina);
    }
    recoge(hijo);
    int suma = 0;
    for (int i = 0; i < PAGINA; i++) suma += pagina[i];
    suelta(pagina);
    dprintf(1, "%d\n", suma);
}
