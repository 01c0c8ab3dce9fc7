// Un hijo que comparte con su padre el directorio en el que están: si uno se va a otro,
// se lleva al otro. No se sabe seguir, y se dice.
// Finales:
//   error clone
#include "comun.h"
#include <sched.h>

int main(void) {
    long hijo = syscall(SYS_clone, CLONE_FS | SIGCHLD, 0, 0, 0, 0);
    if (hijo == 0) _exit(chdir("/"));
    recoge(hijo);
    char donde[256];
    puts(getcwd(donde, sizeof donde));
}
