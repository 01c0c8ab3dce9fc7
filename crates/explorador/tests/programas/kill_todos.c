// fork falla, devuelve -1, y el programa mata a «su hijo».
#include "comun.h"
int main(void) {
    pid_t p = fork();
    if (p == 0) { pause(); _exit(0); }
    if (kill(p, SIGTERM)) { di("impedido\n"); return 1; }
    waitpid(p, NULL, 0);
    di("bien\n");
}
