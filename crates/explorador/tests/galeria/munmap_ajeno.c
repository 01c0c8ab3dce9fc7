// El segundo `munmap` sobra, y para entonces en esa dirección ya hay otra página:
// se lleva la que no era.
// Finales:
//   crash "" SIGSEGV
#include "comun.h"

int main(void) {
    void *vieja = comparte();
    suelta(vieja);
    int *nueva = mmap(vieja, PAGINA, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (nueva == MAP_FAILED) _exit(1);
    suelta(vieja);
    *nueva = 42;
    dprintf(1, "%d\n", *nueva);
}
