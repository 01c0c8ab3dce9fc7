// F_SETLK no espera: quien llega y lo encuentra cogido se va sin hacer nada. Depende
// de quién vaya antes.
// Fuerza bruta: sí
// Finales:
//   ok "1\n" 0
//   ok "2\n" 0
#include "comun.h"

static void intenta(atomic_int *veces) {
    int fd = open("cerrojo_fcntl", O_CREAT | O_RDWR, 0600);
    struct flock todo = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &todo) == 0) atomic_fetch_add(veces, 1);
    close(fd);
}

int main(void) {
    atomic_int *veces = comparte();
    pid_t hijo = fork();
    if (hijo == 0) {
        intenta(veces);
        termina(veces);
    }
    intenta(veces);
    recoge(hijo);
    unlink("cerrojo_fcntl");
    dprintf(1, "%d\n", *veces);
    suelta(veces);
}
