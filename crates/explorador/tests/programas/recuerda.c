// Lleva la cuenta de sus ejecuciones en un archivo y la deja ver: lo que muestra
// depende de algo que no es el orden.
#include "comun.h"
#include <fcntl.h>
int main(int argc, char **argv) {
    (void)argc;
    volatile int *n = compartida(4096);
    for (int i = 0; i < 2; i++)
        if (fork() == 0) { int v = *n; *n = v + 1; _exit(0); }
    wait(NULL); wait(NULL);
    munmap((void *)n, 4096);
    int file = open(argv[1], O_WRONLY | O_APPEND);
    write(file, ".", 1);
    puts(lseek(file, 0, SEEK_CUR) <= 3 ? "pocas" : "muchas");
}
