// Tres filósofos; con -DORDEN cogen antes el tenedor de número menor.
#include "comun.h"
#ifndef N
#define N 3
#endif
int main(void) {
    sem_t *t = compartida(4096);
    for (int i = 0; i < N; i++) sem_init(&t[i], 1, 1);
    pid_t p[N];
    for (int i = 0; i < N; i++) if ((p[i] = fork()) == 0) {
        int a = i, b = (i + 1) % N;
#ifdef ORDEN
        if (a > b) { int c = a; a = b; b = c; }
#endif
        sem_wait(&t[a]); sem_wait(&t[b]);
        sem_post(&t[b]); sem_post(&t[a]);
        _exit(0);
    }
    for (int i = 0; i < N; i++) waitpid(p[i], NULL, 0);
    di("comieron\n");
}
