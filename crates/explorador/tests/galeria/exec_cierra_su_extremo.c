// `exec` cierra lo que se abrió con O_CLOEXEC: quien lee sin esperar ve el final de la
// tubería, o todavía no.
// Fuerza bruta: sí
// Finales:
//   ok "aún no\n" 0
//   ok "final\n" 0
#include "comun.h"

int main(void) {
    int t[2];
    if (pipe2(t, O_CLOEXEC | O_NONBLOCK) != 0) _exit(93);
    pid_t hijo = fork();
    if (hijo == 0) {
        execl("/bin/true", "true", NULL);
        _exit(1);
    }
    close(t[1]);
    char c;
    dprintf(1, read(t[0], &c, 1) == 0 ? "final\n" : "aún no\n");
    recoge(hijo);
    close(t[0]);
}
