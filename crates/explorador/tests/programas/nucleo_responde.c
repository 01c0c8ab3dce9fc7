// Lo que el núcleo contesta en memoria compartida: cómo acabó un hijo, qué hay en una
// tubería, lo que quedaba de un reloj, números al azar y un cerrojo que se hereda.
#include "comun.h"
#include <poll.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/time.h>

struct respuestas {
    pthread_mutex_t cerrojo;
    siginfo_t parado;
    int estado;
    struct pollfd mira;
    struct itimerval quedaba;
    unsigned long azar;
};

int main(void) {
    struct respuestas *r = compartida(4096);
    pthread_mutexattr_t que;
    pthread_mutexattr_init(&que);
    pthread_mutexattr_setpshared(&que, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&que, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&r->cerrojo, &que);
    int t[2]; if (pipe(t)) return 1;
    pid_t h = fork();
    if (h == 0) {
        if (getrandom(&r->azar, 8, 0) != 8) _exit(1);
        pthread_mutex_lock(&r->cerrojo);
        raise(SIGSTOP);
        _exit(7);
    }
    if (waitid(P_PID, h, &r->parado, WSTOPPED) != 0) return 2;
    r->mira = (struct pollfd){.fd = t[0], .events = POLLIN, .revents = 99};
    if (poll(&r->mira, 1, 10) != 0) return 3;
    r->quedaba.it_value.tv_sec = 99;
    struct itimerval nada = {0};
    if (setitimer(ITIMER_REAL, &nada, &r->quedaba) != 0) return 4;
    kill(h, SIGCONT);
    if (waitpid(h, &r->estado, 0) != h) return 5;
    int heredado = pthread_mutex_lock(&r->cerrojo) == EOWNERDEAD;
    printf("%d %d %d %ld %d %d\n", r->parado.si_status, WEXITSTATUS(r->estado), r->mira.revents,
           r->quedaba.it_value.tv_sec, r->azar != 0, heredado);
}
