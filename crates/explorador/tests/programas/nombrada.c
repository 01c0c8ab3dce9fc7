// shm_open y /dev/zero.
#include "comun.h"
int main(void) {
    char n[64]; sprintf(n, "/explorador-%s", "prueba");
    shm_unlink(n);
    int f = shm_open(n, O_CREAT | O_RDWR, 0600); if (f < 0) { perror("shm_open"); return 1; }
    ftruncate(f, 4096);
    int *a = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    int z = open("/dev/zero", O_RDWR);
    int *b = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, z, 0);
    if (fork() == 0) { a[0] = 7; b[0] = 8; _exit(0); }
    wait(NULL); printf("%d %d\n", a[0], b[0]); munmap(a, 4096); munmap(b, 4096); shm_unlink(n);
}
