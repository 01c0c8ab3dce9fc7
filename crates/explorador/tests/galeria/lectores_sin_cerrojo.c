// Los mismos lectores sin cerrojo: cada uno de los dos puede ver el par a
// medias.
// Finales:
//   ok "0 a medias\n" 0
//   ok "1 a medias\n" 0
//   ok "2 a medias\n" 0
#include "comun.h"

struct pagina { volatile int a, b; };

static int lee(struct pagina *p) {
    int a = p->a;
    return a != p->b;
}

int main(void) {
    struct pagina *p = comparte();
    pid_t escritor = fork();
    if (escritor == 0) {
        p->a = 1;
        p->b = 1;
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
