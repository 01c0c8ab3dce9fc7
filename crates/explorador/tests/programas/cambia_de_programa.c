// El hijo hereda un archivo del sistema que se cierra solo al cambiar de programa: lo que
// el enlazador del otro lea después por ese número es suyo.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/true", "true", (char *)0);
        _exit(1);
    }
    waitpid(child, NULL, 0);
    close(fd);
}
