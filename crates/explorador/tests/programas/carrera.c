// La carrera original: el padre escribe el saludo después de crear al hijo.
#include "comun.h"

int main(void) {
    char *region = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) { perror("mmap"); return 1; }
    pid_t pid = fork();
    if (pid < 0) { perror("fork"); return 1; }
    if (pid == 0) {
        printf("El hijo lee: %s\n", region);
        fflush(stdout);
        _exit(0);
    }
    strcpy(region, "Hola, proceso hijo!!");
    wait(NULL);
    munmap(region, 4096);
    return 0;
}
