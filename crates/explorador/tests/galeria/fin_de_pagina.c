// Leer más allá de la página: la siguiente no es de nadie.
// Finales:
//   crash "" SIGSEGV fugas=1
#include "comun.h"

int main(void) {
    // La página de al lado se pide y se suelta para que no haya nada en ella.
    char *dos = mmap(NULL, 2 * PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    suelta(dos + PAGINA);
    volatile int *dato = (int *)dos;
    dprintf(1, "%d\n", dato[PAGINA / sizeof(int)]);
}
