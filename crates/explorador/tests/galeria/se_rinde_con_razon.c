// Nadie pone nunca la marca, y el hijo se rinde a las cinco mil vueltas. No gira sin
// fin: termina, y es su único final.
// Finales:
//   ok "se rinde\n" 0
#include "comun.h"

int main(void) {
    _Atomic int *listo = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        for (int vueltas = 0; vueltas < 5000 && !*listo; vueltas++) sched_yield();
        dprintf(1, "%s\n", *listo ? "llegó" : "se rinde");
        termina(listo);
    }
    recoge(hijo);
    suelta(listo);
}
