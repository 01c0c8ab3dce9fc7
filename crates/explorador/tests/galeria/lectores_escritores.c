// Lectores y escritor, bien: los lectores entran juntos, el escritor solo.
// Ningún lector ve el par a medias.
// Finales:
//   ok "0 a medias\n" 0
#include "comun.h"

struct pagina { sem_t cerrojo, escritura; volatile int lectores, a, b; };

static int lee(struct pagina *p) {
    sem_wait(&p->cerrojo);
    if (++p->lectores == 1) sem_wait(&p->escritura);
    sem_post(&p->cerrojo);
    int a_medias = p->a != p->b;
    sem_wait(&p->cerrojo);
    if (--p->lectores == 0) sem_post(&p->escritura);
    sem_post(&p->cerrojo);
    return a_medias;
}

int main(void) {
    struct pagina *p = comparte();
    semaforo(&p->cerrojo, 1), semaforo(&p->escritura, 1);
    pid_t escritor = fork();
    if (escritor == 0) {
        sem_wait(&p->escritura);
        p->a = 1;
        p->b = 1;
        sem_post(&p->escritura);
        termina(p);
    }
    pid_t lector = fork();
    if (lector == 0) {
        int a_medias = lee(p);
        suelta(p);
        _exit(a_medias);
    }
    int a_medias = lee(p), estado;
    recoge(escritor);
    waitpid(lector, &estado, 0);
    dprintf(1, "%d a medias\n", a_medias + WEXITSTATUS(estado));
    suelta(p);
}
