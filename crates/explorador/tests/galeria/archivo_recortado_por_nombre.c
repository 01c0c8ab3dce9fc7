// Lo mismo, pero quien recorta no usa su descriptor: abre el archivo otra vez, por
// su nombre y con O_TRUNC.
// Fuerza bruta: sí
// Finales:
//   ok "a\n" 0
//   crash "el hijo murió\n" 0 fugas=1
#include "comun.h"

int main(void) {
    int fd = open("por_nombre.datos", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd == -1 || ftruncate(fd, PAGINA) != 0) _exit(1);
    volatile char *texto = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    *texto = 'a';
    pid_t hijo = fork();
    if (hijo == 0) {
        char c = *texto;
        dprintf(1, "%c\n", c);
        termina(texto);
    }
    int otro = open("por_nombre.datos", O_RDWR | O_TRUNC);
    close(otro);
    int estado;
    waitpid(hijo, &estado, 0);
    if (WIFSIGNALED(estado)) dprintf(1, "el hijo murió\n");
    suelta(texto);
}
