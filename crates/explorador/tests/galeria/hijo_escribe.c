// El programa correcto del curso: escribe el hijo, y el padre lee después de
// recogerlo. `waitpid` ordena: hay un solo final.
// Fuerza bruta: sí
// Finales:
//   ok "[mensaje completo]\n" 0
#include "comun.h"

int main(void) {
    char *pagina = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        strcpy(pagina, "mensaje completo");
        termina(pagina);
    }
    recoge(hijo);
    dprintf(1, "[%s]\n", pagina);
    suelta(pagina);
}
