// Lo que se repite en todos los programas de la galería, para que en cada uno
// se lea de una mirada solo lo que tiene de particular. Los fallos que no son
// el asunto del programa terminan con un código que ningún final espera.
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGINA 4096
#define DE_GALERIA static inline __attribute__((unused))

// Memoria que comparten el proceso y los hijos que cree después.
DE_GALERIA void *comparte(void) {
    void *p = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) _exit(90);
    return p;
}

DE_GALERIA void suelta(volatile void *p) {
    if (munmap((void *)p, PAGINA) != 0) _exit(91);
}

// El final de un hijo: suelta lo compartido y se va sin vaciar búferes ajenos.
DE_GALERIA _Noreturn void termina(volatile void *p) {
    suelta(p);
    _exit(0);
}

DE_GALERIA void recoge(pid_t hijo) {
    if (waitpid(hijo, NULL, 0) != hijo) _exit(92);
}

// Una cola de mensajes POSIX en la que cabe uno, sin nombre por el que llegue nadie más.
DE_GALERIA mqd_t cola_de_uno(const char *nombre) {
    struct mq_attr datos = {.mq_maxmsg = 1, .mq_msgsize = 16};
    mq_unlink(nombre);
    mqd_t cola = mq_open(nombre, O_CREAT | O_RDWR, 0600, &datos);
    if (cola < 0) _exit(97);
    mq_unlink(nombre);
    return cola;
}

// Una tubería por la que se avisa: [0] lee, [1] escribe.
DE_GALERIA void tuberia(int t[2]) {
    if (pipe(t) != 0) _exit(93);
}

DE_GALERIA void avisa(int fd) {
    if (write(fd, "x", 1) != 1) _exit(94);
}

DE_GALERIA void espera_aviso(int fd) {
    char c;
    if (read(fd, &c, 1) != 1) _exit(95);
}

DE_GALERIA void semaforo(sem_t *s, unsigned valor) {
    if (sem_init(s, 1, valor) != 0) _exit(96);
}

DE_GALERIA long futex(_Atomic int *palabra, int orden, int valor) {
    return syscall(SYS_futex, palabra, orden, valor, NULL, NULL, 0);
}
