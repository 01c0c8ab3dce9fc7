// El hijo lee tres veces los mismos bytes, desde sitios distintos del programa,
// mientras el padre podría escribir en otros. Leer otra vez no es esperar a nadie: la búsqueda es
// completa, y basta un plan.
// Planes: < 3
// Finales:
//   ok "135\n" 0 descriptores=4
#include "comun.h"

int main(void) {
    volatile unsigned char *pagina = comparte();
    for (int i = 0; i < 10; i++) pagina[i] = i;
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        avisa(t[1]);
        int total = 0;
        for (int i = 0; i < 10; i++) total += pagina[i];
        for (int i = 9; i >= 0; i--) total += pagina[i];
        for (int i = 0; i < 10; i += 2) total += pagina[i] + pagina[i + 1];
        dprintf(1, "%d\n", total);
        termina(pagina);
    }
    espera_aviso(t[0]);
    for (int i = 0; i < 40; i++) pagina[100 + i] = i;
    recoge(hijo);
    suelta(pagina);
}
