// Dos páginas en una proyección: soltar la primera deja la segunda en su sitio.
// Finales:
//   ok "42\n" 0
#include "comun.h"

int main(void) {
    char *p = mmap(NULL, 2 * PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) _exit(90);
    suelta(p);
    volatile int *dato = (int *)(p + PAGINA);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
