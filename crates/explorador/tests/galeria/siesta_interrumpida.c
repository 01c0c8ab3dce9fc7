// Una señal despierta a quien duerme, que se entera de que le faltaba sueño; o llega antes
// de dormirse, o cuando ya se había despertado.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "despertado\n" 0
//   ok "entero\n" 0
#include "comun.h"

static void nada(int senal) { (void)senal; }

int main(void) {
    struct sigaction accion = {.sa_handler = nada};
    sigaction(SIGUSR1, &accion, NULL);
    pid_t padre = getpid(), hijo = fork();
    if (hijo == 0) {
        kill(padre, SIGUSR1);
        _exit(0);
    }
    dprintf(1, sleep(1) ? "despertado\n" : "entero\n");
    while (waitpid(hijo, NULL, 0) < 0) {
    }
}
