// Tres filósofos con tuberías de un byte como tenedores.
#include "comun.h"
#ifndef N
#define N 3
#endif
int main(void) {
    int t[N][2]; pid_t p[N];
    for (int i = 0; i < N; i++) { if (pipe(t[i])) return 1; write(t[i][1], "x", 1); }
    for (int i = 0; i < N; i++) if ((p[i] = fork()) == 0) {
        int a = i, b = (i + 1) % N; char c;
#ifdef ORDEN
        if (a > b) { int d = a; a = b; b = d; }
#endif
        read(t[a][0], &c, 1); read(t[b][0], &c, 1);
        write(t[b][1], &c, 1); write(t[a][1], &c, 1);
        _exit(0);
    }
    for (int i = 0; i < N; i++) waitpid(p[i], NULL, 0);
    di("comieron\n");
}
