// Dormir no sincroniza: alguna vez el hijo llega antes.
#include "comun.h"
int main(void) {
    char *region = compartida(4096);
    if (fork() == 0) { sleep(1); di(region[0] ? "lleno\n" : "vacio\n"); _exit(0); }
    region[0] = 'x';
    wait(NULL);
}
