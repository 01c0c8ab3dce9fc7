// El plazo de `epoll_wait` puede vencer antes de que nadie escriba.
// Fuerza bruta: sí
// Finales:
//   ok "a tiempo\n" 0 descriptores=3
//   ok "venció\n" 0 descriptores=3
#include "comun.h"
#include <sys/epoll.h>

int main(void) {
    int t[2], vigia = epoll_create1(0);
    tuberia(t);
    struct epoll_event que = {.events = EPOLLIN};
    epoll_ctl(vigia, EPOLL_CTL_ADD, t[0], &que);
    pid_t hijo = fork();
    if (hijo == 0) {
        avisa(t[1]);
        _exit(0);
    }
    dprintf(1, epoll_wait(vigia, &que, 1, 10) == 1 ? "a tiempo\n" : "venció\n");
    recoge(hijo);
    close(t[0]);
    close(t[1]);
    close(vigia);
}
