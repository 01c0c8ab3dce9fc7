// Un programa que cambia su propio código entre dos accesos a memoria compartida: vale
// lo que hay cuando se ejecuta, y no lo que había.
// Fuerza bruta: sí
// Finales:
//   ok "11 12\n" 0
#include "comun.h"

// int mas(const volatile int *sitio): lo que hay en el sitio, más uno.
__asm__(".text\n.p2align 12\n.globl mas\nmas:\n"
        "movl (%rdi), %eax\n"
        "addl $1, %eax\n"
        "ret\n"
        ".p2align 12\n");
extern int mas(const volatile int *sitio);

int main(void) {
    volatile int *sitio = comparte();
    *sitio = 10;
    if (fork() == 0) {
        int antes = mas(sitio);
        unsigned char *codigo = (unsigned char *)mas;
        if (mprotect(codigo, 4096, PROT_READ | PROT_WRITE | PROT_EXEC)) _exit(1);
        codigo[4] = 2; // La constante de `addl`, que va detrás de `movl` (dos bytes).
        if (mprotect(codigo, 4096, PROT_READ | PROT_EXEC)) _exit(1);
        printf("%d %d\n", antes, mas(sitio));
        fflush(stdout);
        suelta(sitio);
        _exit(0);
    }
    wait(NULL);
    suelta(sitio);
}
