// La prioridad de todo el grupo la notan los demás. No se sabe seguir, y se dice.
// Finales:
//   error setpriority
#include "comun.h"
#include <sys/resource.h>

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(setpriority(PRIO_PGRP, 0, 3));
    dprintf(1, "%d\n", getpriority(PRIO_PROCESS, 0));
    recoge(hijo);
}
