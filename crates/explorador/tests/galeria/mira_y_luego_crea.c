// Mirar si existe y luego crearlo no es lo mismo que crearlo solo si no existe: entre
// las dos cosas puede colarse el otro, y los dos creen haber sido el primero.
// Fuerza bruta: sí
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
#include "comun.h"

static void entra(atomic_int *dentro) {
    struct stat datos;
    if (stat("cerrojo_mirado", &datos) == 0) return;
    close(open("cerrojo_mirado", O_CREAT | O_WRONLY, 0600));
    atomic_fetch_add(dentro, 1);
}

int main(void) {
    atomic_int *dentro = comparte();
    unlink("cerrojo_mirado");
    pid_t hijo = fork();
    if (hijo == 0) {
        entra(dentro);
        termina(dentro);
    }
    entra(dentro);
    recoge(hijo);
    unlink("cerrojo_mirado");
    dprintf(1, "%d\n", *dentro);
    suelta(dentro);
}
