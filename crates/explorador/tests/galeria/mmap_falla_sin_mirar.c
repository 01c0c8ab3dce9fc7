// `mmap` falla, nadie mira, y se escribe en MAP_FAILED.
// Fallo: mmap:1:ENOMEM
// Finales:
//   crash "" SIGSEGV
#include "comun.h"

int main(void) {
    volatile int *dato = mmap(NULL, PAGINA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *dato = 42;
    dprintf(1, "%d\n", *dato);
}
