// Con hilos: el explorador lo rechaza.
#include "comun.h"
#include <pthread.h>
static void *f(void *p) { return p; }
int main(void) { pthread_t t; pthread_create(&t, NULL, f, NULL); pthread_join(t, NULL); }
