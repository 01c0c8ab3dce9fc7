// Tres generaciones; el abuelo no espera a los nietos.
#include "comun.h"
int main(void) {
    if (fork() == 0) { if (fork() == 0) { di("nieto\n"); _exit(0); } wait(NULL); di("hijo\n"); _exit(0); }
    wait(NULL); di("abuelo\n");
}
