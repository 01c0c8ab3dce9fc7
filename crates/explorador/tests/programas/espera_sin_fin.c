// Repite waitpid con cualquier error, también cuando ya no hay hijo.
#include "comun.h"
int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) { _exit(0); }
    waitpid(hijo, NULL, 0);
    while (waitpid(hijo, NULL, 0) < 0) { }
}
