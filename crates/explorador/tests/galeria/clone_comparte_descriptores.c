// Un hijo que comparte con su padre la tabla de descriptores: cerrar uno se lo cierra
// al otro. No se sabe seguir, y se dice.
// Finales:
//   error clone
#include "comun.h"
#include <sched.h>

int main(void) {
    int t[2];
    tuberia(t);
    long hijo = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
    if (hijo == 0) {
        close(t[1]);
        _exit(0);
    }
    recoge(hijo);
    avisa(t[1]);
}
