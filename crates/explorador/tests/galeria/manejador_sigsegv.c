// El propio programa atiende su SIGSEGV: abre la página y la instrucción se
// repite. El explorador, que usa el mismo truco, no debe estorbar.
// Finales:
//   ok "42 tras 1 fallo\n" 0
#include "comun.h"

static volatile int *dato;
static volatile sig_atomic_t fallos;

static void abre(int s) {
    (void)s;
    fallos++;
    mprotect((void *)dato, PAGINA, PROT_READ | PROT_WRITE);
}

int main(void) {
    dato = comparte();
    signal(SIGSEGV, abre);
    pid_t hijo = fork();
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    recoge(hijo);
    mprotect((void *)dato, PAGINA, PROT_NONE);
    int leido = *dato;
    dprintf(1, "%d tras %d fallo\n", leido, fallos);
    suelta(dato);
}
