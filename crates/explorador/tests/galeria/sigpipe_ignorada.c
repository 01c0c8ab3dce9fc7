// Con SIGPIPE ignorada, la misma escritura falla con EPIPE y el programa decide.
// Fuerza bruta: sí
// Finales:
//   ok "escribió\n" 0
//   ok "EPIPE\n" 0
#include "comun.h"

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        int mal = write(t[1], "x", 1) == -1 && errno == EPIPE;
        close(t[1]);
        _exit(mal);
    }
    close(t[0]), close(t[1]);
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, WEXITSTATUS(estado) ? "EPIPE\n" : "escribió\n");
}
