// Un plazo para leer con alarm: llega el dato, vence antes, o vence tan tarde que lo
// que corta es la espera al hijo. Y quien escribe cuando ya nadie lee, muere.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "dato\n" 0
//   ok "dato\n" 0 vivos=1
//   ok "dato\n" 0 zombis=1
//   ok "plazo\n" 0
//   crash "plazo\n" 0 descriptores=1
#include "comun.h"

static void nada(int senal) { (void)senal; }

int main(void) {
    int t[2];
    tuberia(t);
    struct sigaction accion = {.sa_handler = nada};
    sigaction(SIGALRM, &accion, NULL);
    if (fork() == 0) {
        close(t[0]);
        sleep(2);
        if (write(t[1], "x", 1) != 1) _exit(1);
        close(t[1]);
        _exit(0);
    }
    close(t[1]);
    alarm(1);
    char c;
    ssize_t n = read(t[0], &c, 1);
    dprintf(1, n == 1 ? "dato\n" : n < 0 && errno == EINTR ? "plazo\n" : "fin\n");
    close(t[0]);
    wait(NULL);
}
