// Escribir antes de `fork` también ordena: el hijo nace con la página escrita.
// Fuerza bruta: sí
// Finales:
//   ok "[mensaje completo]\n" 0
#include "comun.h"

int main(void) {
    char *pagina = comparte();
    strcpy(pagina, "mensaje completo");
    pid_t hijo = fork();
    if (hijo == 0) {
        dprintf(1, "[%s]\n", pagina);
        termina(pagina);
    }
    recoge(hijo);
    suelta(pagina);
}
