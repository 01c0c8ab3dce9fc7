// Lectores y escritor, bien: una palabra cuenta cuántos leen, y es muy negativa
// mientras alguien escribe. Los lectores entran juntos, el escritor solo, y quien
// no puede entrar se va. Nadie ve el par a medias.
// Finales:
//   ok "0 a medias\n" 0
#include "comun.h"

#define ESCRIBIENDO (-1000)

struct pagina { _Atomic int dentro; volatile int a, b; };

static int lee(struct pagina *p) {
    int a_medias = 0;
    if (atomic_fetch_add(&p->dentro, 1) >= 0) {
        int a = p->a;
        a_medias = a != p->b;
    }
    atomic_fetch_sub(&p->dentro, 1);
    return a_medias;
}

int main(void) {
    struct pagina *p = comparte();
    pid_t escritor = fork();
    if (escritor == 0) {
        int nadie = 0;
        if (atomic_compare_exchange_strong(&p->dentro, &nadie, ESCRIBIENDO)) {
            p->a = 1;
            p->b = 1;
            atomic_fetch_sub(&p->dentro, ESCRIBIENDO);
        }
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
