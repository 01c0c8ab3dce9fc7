// vfork, posix_spawn y exec en un hijo.
#include "comun.h"
#include <spawn.h>
extern char **environ;
int main(void) {
    pid_t h = vfork(); if (h == 0) { execl("/bin/echo", "echo", "uno", NULL); _exit(1); }
    waitpid(h, NULL, 0);
    char *a[] = {"echo", "dos", NULL};
    posix_spawn(&h, "/bin/echo", NULL, NULL, a, environ); waitpid(h, NULL, 0);
    h = vfork(); if (h == 0) _exit(7);
    int e; waitpid(h, &e, 0); printf("%d\n", WEXITSTATUS(e));
    if (posix_spawn(&h, "/no/existe", NULL, NULL, a, environ) == ENOENT) puts("ENOENT");
}
