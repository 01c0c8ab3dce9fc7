// Cada uno abre el archivo por su cuenta y escribe al principio: el segundo pisa al
// primero. Con O_APPEND no se perdería nada.
// Fuerza bruta: sí
// Finales:
//   ok "h\n" 0
//   ok "p\n" 0
#include "comun.h"

static void apunta(const char *letra) {
    int fd = open("apuntes", O_WRONLY);
    if (write(fd, letra, 1) != 1) _exit(1);
    close(fd);
}

int main(void) {
    close(open("apuntes", O_CREAT | O_TRUNC | O_WRONLY, 0600));
    pid_t hijo = fork();
    if (hijo == 0) {
        apunta("h");
        _exit(0);
    }
    apunta("p");
    recoge(hijo);
    char texto[4];
    int fd = open("apuntes", O_RDONLY);
    ssize_t n = read(fd, texto, sizeof texto);
    close(fd);
    unlink("apuntes");
    dprintf(1, "%.*s\n", (int)n, texto);
}
