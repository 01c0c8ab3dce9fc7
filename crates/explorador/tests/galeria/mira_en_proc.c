// Le pregunta a /proc por su hijo: allí tiene otro número, y lo que se lee depende de por
// dónde vaya. No se finge que se sabe.
// Finales:
//   error openat
#include "comun.h"

int main(void) {
    pid_t hijo = fork();
    if (hijo == 0) _exit(0);
    char ruta[64];
    snprintf(ruta, sizeof ruta, "/proc/%d/stat", hijo);
    int fd = open(ruta, O_RDONLY);
    puts(fd < 0 ? "no existe" : "existe");
    recoge(hijo);
}
