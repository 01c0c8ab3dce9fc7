// A quien matan con un cerrojo de archivo cogido, el núcleo se lo quita: el orden
// entre su muerte y el intento del otro importa.
// Fuerza bruta: sí
// Finales:
//   ok "cogido\n" 0
//   ok "ocupado\n" 0
#include "comun.h"

static int coge(int fd) {
    struct flock todo = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &todo);
}

int main(void) {
    int fd = memfd_create("cerrojo", 0);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        coge(fd);
        avisa(t[1]);
        raise(SIGKILL);
    }
    espera_aviso(t[0]);
    dprintf(1, coge(fd) == 0 ? "cogido\n" : "ocupado\n");
    recoge(hijo);
    close(fd);
    close(t[0]);
    close(t[1]);
}
