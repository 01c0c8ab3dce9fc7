// Espera activa que además cuenta sus vueltas: su memoria privada nunca se repite.
#include "comun.h"
struct s { volatile int listo; volatile int dato; };
int main(void) {
    struct s *s = compartida(4096);
    if (fork() == 0) {
        volatile long vueltas = 0;
        while (!s->listo) vueltas++;
        di(s->dato == 7 ? "7\n" : "antes\n"); _exit(0);
    }
    s->dato = 7; s->listo = 1;
    wait(NULL);
}
