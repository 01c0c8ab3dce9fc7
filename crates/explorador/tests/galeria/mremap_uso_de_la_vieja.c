// Después de mover una proyección, la dirección vieja ya no vale.
// Finales:
//   crash "42\n" SIGSEGV fugas=1
#include "comun.h"

int main(void) {
    volatile int *vieja = comparte();
    *vieja = 42;
    void *sitio = mmap(NULL, PAGINA, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    volatile int *nueva = mremap((void *)vieja, PAGINA, PAGINA, MREMAP_MAYMOVE | MREMAP_FIXED, sitio);
    if (nueva == MAP_FAILED) _exit(1);
    dprintf(1, "%d\n", *nueva);
    *vieja = 1;
    suelta(nueva);
}
