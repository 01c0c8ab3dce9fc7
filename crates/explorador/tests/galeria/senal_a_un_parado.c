// Lo que le mandan a un proceso parado le espera: lo atiende al seguir, y no antes.
// Con SIGKILL no hay espera que valga. Se le puede parar antes de que cierre sus
// descriptores, y entonces ya no los cierra.
// Parcial: una señal puede llegar en mitad de un cálculo
// Finales:
//   ok "parado\natiende\n" 0
//   ok "parado\natiende\n" 0 descriptores=1
//   ok "parado\natiende\n" 0 descriptores=2
#include "comun.h"

static void atiende(int senal) {
    (void)senal;
    dprintf(1, "atiende\n");
    _exit(0);
}

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        signal(SIGUSR1, atiende);
        avisa(t[1]);
        close(t[0]), close(t[1]);
        for (;;) pause();
    }
    espera_aviso(t[0]);
    close(t[0]), close(t[1]);
    kill(hijo, SIGSTOP);
    kill(hijo, SIGUSR1);
    dprintf(1, "parado\n");
    kill(hijo, SIGCONT);
    recoge(hijo);
    pid_t otro = fork();
    if (otro == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    int estado;
    waitpid(otro, &estado, WUNTRACED);
    kill(otro, SIGKILL);
    if (waitpid(otro, &estado, 0) != otro || !WIFSIGNALED(estado)) _exit(1);
}
