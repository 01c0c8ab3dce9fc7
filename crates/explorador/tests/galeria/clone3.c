// Un hijo creado con la llamada más nueva, sin pasar por la biblioteca.
// Finales:
//   ok "42\n" 0
#include "comun.h"
#include <linux/sched.h>

int main(void) {
    volatile int *dato = comparte();
    struct clone_args como = {.exit_signal = SIGCHLD};
    pid_t hijo = (pid_t)syscall(SYS_clone3, &como, sizeof como);
    if (hijo == 0) {
        *dato = 42;
        termina(dato);
    }
    recoge(hijo);
    dprintf(1, "%d\n", *dato);
    suelta(dato);
}
