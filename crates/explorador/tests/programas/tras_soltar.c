// Usa la región después de soltarla.
#include "comun.h"
int main(void) { char *r = compartida(4096); r[0] = 'a'; munmap(r, 4096); r[0] = 'b'; return 0; }
