// A quien no atiende `SIGCHLD` no le queda pendiente ni la ve bloqueada, y si después
// la atiende, le llega.
// Parcial: una señal puede llegar en mitad de un cálculo
// Fuerza bruta: sí
// Finales:
//   ok "pendiente 0 bloqueada 0\nllega\n" 0
#include "comun.h"

static volatile sig_atomic_t avisos;

static void llega_una(int senal) { (void)senal; avisos = 1; }

static void hijo_que_termina(void) {
    if (fork() == 0) _exit(0);
    wait(NULL);
}

int main(void) {
    hijo_que_termina();
    sigset_t pendientes, bloqueadas;
    sigpending(&pendientes);
    sigprocmask(SIG_SETMASK, NULL, &bloqueadas);
    printf("pendiente %d bloqueada %d\n", sigismember(&pendientes, SIGCHLD),
           sigismember(&bloqueadas, SIGCHLD));
    struct sigaction accion = { .sa_handler = llega_una, .sa_flags = SA_RESTART };
    sigaction(SIGCHLD, &accion, NULL);
    hijo_que_termina();
    printf(avisos ? "llega\n" : "no llega\n");
}
