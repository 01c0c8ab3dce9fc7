// Falla la primera `mmap` que se haga; a quién le toca depende del orden.
// Fallo: mmap:1:ENOMEM
// Fuerza bruta: sí
// Finales:
//   ok "le tocó al hijo\n" 0
//   ok "le tocó al padre\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    void *p = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) dprintf(1, "le tocó %s\n", hijo == 0 ? "al hijo" : "al padre");
    else suelta(p);
    if (hijo == 0) _exit(0);
    recoge(hijo);
}
