// sem_t en memoria compartida, pero sin decir que lo usan varios procesos.
#include "comun.h"
struct s { sem_t listo; char texto[32]; };
int main(void) {
    struct s *s = compartida(4096);
    sem_init(&s->listo, 0, 0);
    if (fork() == 0) { sem_wait(&s->listo); printf("%s\n", s->texto); fflush(stdout); _exit(0); }
    strcpy(s->texto, "Hola");
    sem_post(&s->listo);
    wait(NULL);
    munmap(s, 4096);
}
