// La misma carrera copiada byte a byte: hay tantos mensajes a medias como
// lugares donde cortar.
// Fuerza bruta: sí
// Finales:
//   ok "[]\n" 0
//   ok "[a]\n" 0
//   ok "[ab]\n" 0
//   ok "[abc]\n" 0
#include "comun.h"

int main(void) {
    volatile char *pagina = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        char leido[4] = {0};
        for (int i = 0; i < 3 && (leido[i] = pagina[i]); i++) {}
        dprintf(1, "[%s]\n", leido);
        termina(pagina);
    }
    for (int i = 0; i < 3; i++) pagina[i] = "abc"[i];
    recoge(hijo);
    suelta(pagina);
}
