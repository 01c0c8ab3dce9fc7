// Los rechazos que cuenta el capítulo «Errores, llamada por llamada»: cada uno
// se provoca aquí, y el programa termina mal si alguno no es el que dice el libro.

#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define BOTH (PROT_READ | PROT_WRITE)
#define SHARED (MAP_SHARED | MAP_ANONYMOUS)

static int surprises = 0;

// `failed` dice si la llamada falló; `expected`, el errno previsto o 0 si debía ir bien.
static void check(const char *what, int failed, int expected) {
    int reason = failed ? errno : 0;
    if (reason != expected) {
        fprintf(stderr, "%s: se esperaba «%s» y fue «%s»\n", what,
                strerror(expected), strerror(reason));
        surprises++;
    }
}

static int map_fails(size_t len, int flags, int fd, off_t offset) {
    return mmap(NULL, len, BOTH, flags, fd, offset) == MAP_FAILED;
}

static void mappings(void) {
    check("mmap, longitud 0", map_fails(0, SHARED, -1, 0), EINVAL);
    check("mmap, ni compartida ni privada", map_fails(PAGE, MAP_ANONYMOUS, -1, 0), EINVAL);
    check("mmap, desplazamiento suelto", map_fails(PAGE, SHARED, -1, 100), EINVAL);
    check("mmap, sin archivo", map_fails(PAGE, MAP_SHARED, -1, 0), EBADF);
    check("mmap, no cabe", map_fails(SIZE_MAX / 4, SHARED, -1, 0), ENOMEM);

    char *region = mmap(NULL, 2 * PAGE, BOTH, SHARED, -1, 0);
    check("mmap, bien", region == MAP_FAILED, 0);
    check("munmap, a mitad de página", munmap(region + 1, PAGE) == -1, EINVAL);
    check("munmap, longitud 0", munmap(region, 0) == -1, EINVAL);
    check("munmap, bien", munmap(region, 2 * PAGE) == -1, 0);
    check("munmap, otra vez: no es un error", munmap(region, 2 * PAGE) == -1, 0);
}

static void children(void) {
    check("waitpid, sin hijos", waitpid(-1, NULL, 0) == -1, ECHILD);
    check("waitpid, opción inventada", waitpid(-1, NULL, 0x4000000) == -1, EINVAL);
    check("kill, señal inventada", kill(getpid(), 999) == -1, EINVAL);
}

static void gates(void) {
    sem_t semaphore;
    check("sem_init, valor enorme", sem_init(&semaphore, 1, SEM_VALUE_MAX + 1u) == -1, EINVAL);
    check("sem_init, al máximo", sem_init(&semaphore, 1, SEM_VALUE_MAX) == -1, 0);
    check("sem_post, no cabe uno más", sem_post(&semaphore) == -1, EOVERFLOW);
    check("sem_init, cerrado", sem_init(&semaphore, 1, 0) == -1, 0);
    check("sem_trywait, cerrado", sem_trywait(&semaphore) == -1, EAGAIN);

    int ends[2];
    check("pipe, bien", pipe(ends) == -1, 0);
    signal(SIGPIPE, SIG_IGN);
    close(ends[0]);
    check("write, nadie puede leer", write(ends[1], "x", 1) == -1, EPIPE);
    check("read, descriptor cerrado", read(ends[0], ends, 1) == -1, EBADF);
}

static void limits(void) {
    struct rlimit files = {3, 3};
    check("setrlimit", setrlimit(RLIMIT_NOFILE, &files) == -1, 0);
    int ends[2];
    check("pipe, sin descriptores libres", pipe(ends) == -1, EMFILE);
    struct rlimit memory = {1 << 24, 1 << 24};
    check("setrlimit", setrlimit(RLIMIT_AS, &memory) == -1, 0);
    check("mmap, más que el límite", map_fails(1 << 25, SHARED, -1, 0), ENOMEM);
}

int main(void) {
    mappings();
    children();
    gates();
    limits();
    return surprises == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
