// Un programa con hilos: comparten toda su memoria y este método no ve sus
// carreras. Se rechaza con una explicación, en vez de fingir.
// Finales:
//   error hilos
#include "comun.h"

static int n;

static void *suma(void *nada) {
    n++;
    return nada;
}

int main(void) {
    pthread_t hilo;
    pthread_create(&hilo, NULL, suma, NULL);
    pthread_join(hilo, NULL);
    dprintf(1, "%d\n", n);
}
