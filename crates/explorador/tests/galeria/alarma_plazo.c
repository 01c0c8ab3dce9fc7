// Una alarma como plazo de una lectura: o llega el byte o vence el plazo, y si
// vence antes de empezar a leer, ya no corta nada.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "llegó\n" 0
//   ok "venció\n" 0
#include "comun.h"

static void nada(int s) { (void)s; }

int main(void) {
    struct sigaction sin_reintento = {.sa_handler = nada};
    sigaction(SIGALRM, &sin_reintento, NULL);
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        avisa(t[1]);
        close(t[0]), close(t[1]);
        _exit(0);
    }
    alarm(3600);
    char c;
    if (read(t[0], &c, 1) == 1) dprintf(1, "llegó\n");
    else if (errno == EINTR) dprintf(1, "venció\n");
    alarm(0);
    recoge(hijo);
    close(t[0]), close(t[1]);
}
