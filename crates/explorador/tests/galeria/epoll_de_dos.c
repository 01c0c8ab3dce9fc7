// Un `epoll` que mira dos tuberías cuenta primero la que primero tuvo algo.
// Finales:
//   ok "ab\n" 0 descriptores=10
//   ok "ba\n" 0 descriptores=10
#include "comun.h"
#include <sys/epoll.h>

int main(void) {
    int t[2][2], vigia = epoll_create1(0);
    pid_t hijos[2];
    for (int k = 0; k < 2; k++) {
        tuberia(t[k]);
        struct epoll_event cual = {.events = EPOLLIN, .data.fd = k};
        epoll_ctl(vigia, EPOLL_CTL_ADD, t[k][0], &cual);
    }
    for (int k = 0; k < 2; k++) {
        hijos[k] = fork();
        if (hijos[k] == 0) {
            avisa(t[k][1]);
            _exit(0);
        }
    }
    recoge(hijos[0]);
    recoge(hijos[1]);
    struct epoll_event listos[2];
    int cuantos = epoll_wait(vigia, listos, 2, -1);
    for (int k = 0; k < cuantos; k++) dprintf(1, "%c", 'a' + listos[k].data.fd);
    dprintf(1, "\n");
    for (int k = 0; k < 2; k++) {
        close(t[k][0]);
        close(t[k][1]);
    }
    close(vigia);
}
