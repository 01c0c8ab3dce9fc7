// El hijo se sabe huérfano cuando su padre deja de ser el que era.
// Finales:
//   ok "adoptado\n" 0 vivos=1
#include "comun.h"

int main(void) {
    pid_t padre = getpid();
    if (fork() == 0) {
        while (getppid() == padre) sched_yield();
        dprintf(1, "adoptado\n");
        _exit(0);
    }
}
