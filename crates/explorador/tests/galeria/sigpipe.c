// Escribir en una tubería que nadie va a leer mata al que escribe, si el lector
// ya la ha cerrado. El que muere deja su extremo abierto.
// Fuerza bruta: sí
// Finales:
//   ok "escribió\n" 0
//   crash "SIGPIPE\n" 0 descriptores=1
#include "comun.h"

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(t[0]);
        avisa(t[1]);
        close(t[1]);
        _exit(0);
    }
    close(t[0]), close(t[1]);
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, WIFSIGNALED(estado) && WTERMSIG(estado) == SIGPIPE ? "SIGPIPE\n" : "escribió\n");
}
