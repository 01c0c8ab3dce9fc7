// Despertar donde no espera nadie no cambia nada, y por eso se pierde: quien llegue
// después a esperar, espera para siempre.
// Fuerza bruta: sí
// Planes: < 7
// Finales:
//   ok "0 1\n" 0 fugas=2
//   ok "1 0\n" 0 fugas=2
//   deadlock "" - fugas=1
#include "comun.h"

int main(void) {
    _Atomic int *palabra = comparte();
    pid_t duerme = fork();
    if (duerme == 0) _exit(futex(palabra, FUTEX_WAIT, 0) != 0);
    pid_t llama = fork();
    if (llama == 0) _exit((int)futex(palabra, FUTEX_WAKE, 1));
    int padre = (int)futex(palabra, FUTEX_WAKE, 1), fin;
    waitpid(llama, &fin, 0);
    recoge(duerme);
    dprintf(1, "%d %d\n", padre, WEXITSTATUS(fin));
    suelta(palabra);
}
