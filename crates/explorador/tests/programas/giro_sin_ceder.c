// Espera activa sin ceder el turno: correcta también.
#include "comun.h"
struct s { atomic_int listo; char texto[32]; };
int main(void) {
    struct s *s = compartida(4096);
    if (fork() == 0) {
        while (atomic_load(&s->listo) == 0) ;
        printf("%s\n", s->texto); fflush(stdout); _exit(0);
    }
    strcpy(s->texto, "Hola");
    atomic_store(&s->listo, 1);
    wait(NULL);
    munmap(s, 4096);
}
