// La carrera de partida: el padre escribe DESPUÉS de crear al hijo y nadie
// espera a nadie. El hijo puede leer nada, la mitad o todo.
// Fuerza bruta: sí
// Finales:
//   ok "[]\n" 0
//   ok "[mensaje ]\n" 0
//   ok "[mensaje completo]\n" 0
#include "comun.h"

int main(void) {
    volatile uint64_t *pagina = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        uint64_t leido[3] = {0};
        leido[0] = pagina[0];
        leido[1] = pagina[1];
        dprintf(1, "[%s]\n", (char *)leido);
        termina(pagina);
    }
    uint64_t mensaje[2];
    memcpy(mensaje, "mensaje completo", sizeof mensaje);
    pagina[0] = mensaje[0];
    pagina[1] = mensaje[1];
    recoge(hijo);
    suelta(pagina);
}
