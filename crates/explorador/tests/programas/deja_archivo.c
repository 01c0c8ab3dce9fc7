// Crea un archivo que no puede existir ya, y no lo borra: el plan siguiente se lo
// encuentra hecho.
#include "comun.h"
#include <fcntl.h>
int main(int argc, char **argv) {
    (void)argc;
    for (int i = 0; i < 2; i++)
        if (fork() == 0) _exit(open(argv[1], O_CREAT | O_EXCL | O_WRONLY, 0600) < 0);
    int estado, primeros = 0;
    while (wait(&estado) > 0) primeros += WEXITSTATUS(estado) == 0;
    printf("%d\n", primeros);
}
