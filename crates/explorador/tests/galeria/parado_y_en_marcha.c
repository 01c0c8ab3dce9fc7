// El padre sigue cada cambio de su hijo: parado (WUNTRACED), en marcha (WCONTINUED) y
// terminado, con waitid y sin perder ninguno.
// Finales:
//   ok "parado 19\nen marcha 18\ntermina 7\n" 0
#include "comun.h"

static siginfo_t espera(pid_t hijo, int que) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid(P_PID, hijo, &info, que) != 0 || info.si_pid != hijo) _exit(1);
    return info;
}

int main(void) {
    int t[2];
    tuberia(t);
    pid_t hijo = fork();
    if (hijo == 0) {
        espera_aviso(t[0]);
        close(t[0]), close(t[1]);
        _exit(7);
    }
    kill(hijo, SIGSTOP);
    siginfo_t info = espera(hijo, WSTOPPED);
    dprintf(1, "%s %d\n", info.si_code == CLD_STOPPED ? "parado" : "?", info.si_status);
    kill(hijo, SIGCONT);
    info = espera(hijo, WCONTINUED);
    dprintf(1, "%s %d\n", info.si_code == CLD_CONTINUED ? "en marcha" : "?", info.si_status);
    avisa(t[1]);
    info = espera(hijo, WEXITED);
    dprintf(1, "%s %d\n", info.si_code == CLD_EXITED ? "termina" : "?", info.si_status);
    close(t[0]), close(t[1]);
}
