// Un demonio: sesión y grupo nuevos, y no puede pedirlos dos veces.
// Finales:
//   ok "sesión nueva\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) {
        pid_t sesion = setsid();
        int nueva = sesion == getpid() && getsid(0) == sesion && getpgrp() == sesion;
        int otra_vez = setsid() == -1 && errno == EPERM && setpgid(0, 0) == -1;
        pid_t nieto = fork();
        if (nieto == 0) {
            int hereda = getsid(0) == sesion && getpgrp() == sesion;
            if (nueva && otra_vez && hereda) dprintf(1, "sesión nueva\n");
            _exit(0);
        }
        recoge(nieto);
        _exit(0);
    }
    recoge(hijo);
}
