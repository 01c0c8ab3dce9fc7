// Un cliente que se conecta antes de que el servidor escuche recibe una negativa.
// Finales:
//   ok "hola\n" 0
//   ok "rechazada\n" 0 descriptores=1
#include "comun.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
    struct sockaddr_un sitio = {.sun_family = AF_UNIX};
    strcpy(sitio.sun_path, "enchufe");
    unlink(sitio.sun_path);
    int servidor = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(servidor, (void *)&sitio, sizeof sitio) != 0) _exit(97);
    pid_t hijo = fork();
    if (hijo == 0) {
        close(servidor);
        int cliente = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(cliente, (void *)&sitio, sizeof sitio) != 0) _exit(1);
        avisa(cliente);
        close(cliente);
        _exit(0);
    }
    listen(servidor, 1);
    int estado;
    waitpid(hijo, &estado, 0);
    if (WEXITSTATUS(estado) == 0) {
        int cliente = accept(servidor, NULL, NULL);
        espera_aviso(cliente);
        dprintf(1, "hola\n");
        close(cliente);
    } else {
        dprintf(1, "rechazada\n");
    }
    close(servidor);
    unlink(sitio.sun_path);
}
