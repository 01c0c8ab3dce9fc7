// Diez hijos escriben en diez bytes distintos: nada choca con nada, y por muchos
// órdenes que haya son todos el mismo.
// Planes: < 20
// Finales:
//   ok "0123456789\n" 0
#include "comun.h"

int main(void) {
    volatile char *pagina = comparte();
    pid_t hijo[10];
    for (int i = 0; i < 10; i++) {
        if ((hijo[i] = fork()) == 0) {
            pagina[i] = '0' + i;
            termina(pagina);
        }
    }
    for (int i = 0; i < 10; i++) recoge(hijo[i]);
    dprintf(1, "%s\n", (char *)pagina);
    suelta(pagina);
}
