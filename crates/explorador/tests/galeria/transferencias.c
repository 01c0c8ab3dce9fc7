// Dos transferencias en sentidos contrarios, cada una cogiendo primero el cerrojo de la
// cuenta de la que saca: si cada una tiene ya el suyo, ninguna sigue.
// Finales:
//   ok "100 100\n" 0
//   deadlock "" -
#include "comun.h"

struct banco {
    pthread_mutex_t cerrojo[2];
    int saldo[2];
};

static void pasa(struct banco *banco, int de, int a) {
    pthread_mutex_lock(&banco->cerrojo[de]);
    pthread_mutex_lock(&banco->cerrojo[a]);
    banco->saldo[de] -= 10;
    banco->saldo[a] += 10;
    pthread_mutex_unlock(&banco->cerrojo[a]);
    pthread_mutex_unlock(&banco->cerrojo[de]);
}

int main(void) {
    struct banco *banco = comparte();
    pthread_mutexattr_t como;
    pthread_mutexattr_init(&como);
    pthread_mutexattr_setpshared(&como, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i < 2; i++) {
        pthread_mutex_init(&banco->cerrojo[i], &como);
        banco->saldo[i] = 100;
    }
    pid_t hijo = fork();
    if (hijo == 0) {
        pasa(banco, 0, 1);
        termina(banco);
    }
    pasa(banco, 1, 0);
    recoge(hijo);
    dprintf(1, "%d %d\n", banco->saldo[0], banco->saldo[1]);
    suelta(banco);
}
