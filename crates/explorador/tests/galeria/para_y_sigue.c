// Parar a un hijo con SIGSTOP, verlo parado, y dejarlo seguir.
// Finales:
//   ok "parado\nsigue\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(t[0]);
        dprintf(1, "sigue\n");
        close(t[0]), close(t[1]);
        _exit(0);
    }
    kill(hijo, SIGSTOP);
    int estado;
    waitpid(hijo, &estado, WUNTRACED);
    if (WIFSTOPPED(estado)) dprintf(1, "parado\n");
    avisa(t[1]);
    kill(hijo, SIGCONT);
    recoge(hijo);
    close(t[0]), close(t[1]);
}
