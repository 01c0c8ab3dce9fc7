// Una página de solo lectura en el hijo: al escribir, cae. El que cae no suelta
// lo suyo.
// Fuerza bruta: sí
// Finales:
//   crash "SIGSEGV\n" 0 fugas=1
#include "comun.h"

int main(void) {
    volatile int *dato = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        mprotect((void *)dato, PAGINA, PROT_READ);
        *dato = 42;
        termina(dato);
    }
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, WIFSIGNALED(estado) && WTERMSIG(estado) == SIGSEGV ? "SIGSEGV\n" : "escribió\n");
    suelta(dato);
}
