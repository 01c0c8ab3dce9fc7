// Dos que escriben a la vez más de lo que cabe se pueden cortar el uno al otro. El
// explorador atiende antes al que ya esperaba: no ve todos los cortes, y lo dice.
// Parcial: de los que esperan sitio en una tubería se atiende siempre al primero
// Finales:
//   ok "200000 en 2 trozos\n" 0 descriptores=2
#include "comun.h"

static char bloque[100000], leido[100000];

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijos[2];
    for (int k = 0; k < 2; k++) {
        hijos[k] = fork();
        if (hijos[k] == 0) {
            close(t[0]);
            memset(bloque, 'a' + k, sizeof bloque);
            if (write(t[1], bloque, sizeof bloque) != sizeof bloque) _exit(94);
            _exit(0);
        }
    }
    close(t[1]);
    int total = 0, trozos = 0;
    char ultima = 0;
    for (ssize_t n; (n = read(t[0], leido, sizeof leido)) > 0; total += (int)n) {
        for (ssize_t i = 0; i < n; i++) {
            trozos += leido[i] != ultima;
            ultima = leido[i];
        }
    }
    dprintf(1, "%d en %d trozos\n", total, trozos);
    recoge(hijos[0]);
    recoge(hijos[1]);
    close(t[0]);
}
