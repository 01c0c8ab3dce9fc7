// Los números al azar se le dan siempre iguales, y cada proceso los suyos: un programa
// que los enseña también se puede explorar.
// Fuerza bruta: sí
// Finales:
//   ok "iguales: no no no\n" 0
#include "comun.h"
#include <sys/auxv.h>
#include <sys/random.h>

int main(void) {
    uint64_t *n = comparte();
    uint64_t mio[2], de_dispositivo, de_arranque;
    memcpy(&de_arranque, (void *)getauxval(AT_RANDOM), 8);
    if (getrandom(mio, sizeof mio, 0) != sizeof mio) _exit(1);
    int fd = open("/dev/urandom", O_RDONLY);
    if (read(fd, &de_dispositivo, 8) != 8) _exit(2);
    close(fd);
    pid_t hijo = fork();
    if (hijo == 0) {
        if (getrandom(n, 8, 0) != 8) _exit(3);
        termina(n);
    }
    recoge(hijo);
    const char *r[] = {"no", "sí"};
    dprintf(1, "iguales: %s %s %s\n", r[mio[0] == mio[1]], r[mio[0] == *n],
            r[de_dispositivo == de_arranque]);
    suelta(n);
}
