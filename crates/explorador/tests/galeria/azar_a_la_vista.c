// El azar del que depende un final no es azar: dos exploraciones lo cuentan igual.
// Finales:
//   ok "9393 5\n" 0
#include "comun.h"
#include <sys/random.h>

int main(void) {
    uint16_t mio;
    if (getrandom(&mio, sizeof mio, 0) != sizeof mio) _exit(1);
    pid_t hijo = fork();
    if (hijo == 0) {
        uint8_t suyo;
        if (getrandom(&suyo, sizeof suyo, 0) != sizeof suyo) _exit(0);
        _exit(suyo % 10);
    }
    int estado;
    waitpid(hijo, &estado, 0);
    dprintf(1, "%04x %d\n", mio, WEXITSTATUS(estado));
}
