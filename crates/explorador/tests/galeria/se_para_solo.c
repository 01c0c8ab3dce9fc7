// Un hijo se para a sí mismo; su padre espera a verlo parado y solo entonces le deja
// seguir. Es la forma correcta.
// Fuerza bruta: sí
// Finales:
//   ok "parado\nsigue\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        raise(SIGSTOP);
        dprintf(1, "sigue\n");
        _exit(0);
    }
    int estado;
    if (waitpid(hijo, &estado, WUNTRACED) != hijo || !WIFSTOPPED(estado)) _exit(1);
    if (WSTOPSIG(estado) != SIGSTOP) _exit(2);
    dprintf(1, "parado\n");
    kill(hijo, SIGCONT);
    recoge(hijo);
}
