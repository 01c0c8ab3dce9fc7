// La alarma corta la espera (sin SA_RESTART, wait devuelve EINTR) y el padre se va
// creyendo que ya recogió: su hijo se queda en marcha, o de zombi.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "recoge\n" 0
//   ok "EINTR\n" 0 vivos=1
//   ok "EINTR\n" 0 zombis=1
#include "comun.h"

static void nada(int senal) { (void)senal; }

int main(void) {
    struct sigaction accion = {.sa_handler = nada};
    sigaction(SIGALRM, &accion, NULL);
    if (fork() == 0) _exit(0);
    alarm(1);
    const char *resultado = wait(NULL) < 0 && errno == EINTR ? "EINTR" : "recoge";
    alarm(0);
    dprintf(1, "%s\n", resultado);
}
