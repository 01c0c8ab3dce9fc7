// Mirar sin parar si existe un archivo, hasta que el otro lo crea: espera activa, y
// quien la saca de ahí es el que crea el archivo.
// Finales:
//   ok "creado\nvisto\n" 0
#include "comun.h"

int main(void) {
    unlink("listo");
    pid_t hijo = fork();
    if (hijo == 0) {
        dprintf(1, "creado\n");
        close(open("listo", O_CREAT | O_WRONLY, 0600));
        _exit(0);
    }
    while (access("listo", F_OK) != 0) {}
    dprintf(1, "visto\n");
    recoge(hijo);
    unlink("listo");
}
