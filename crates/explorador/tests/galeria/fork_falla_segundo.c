// Falla el segundo `fork`: el programa, bien hecho, recoge al hijo que sí nació.
// Fallo: fork:2:EAGAIN
// Finales:
//   ok "1 de 2\n" 0
#include "comun.h"

int main(void) {
    pid_t hijo[2];
    int nacidos = 0;
    for (int i = 0; i < 2; i++) {
        pid_t nuevo = fork();
        if (nuevo == 0) _exit(0);
        if (nuevo > 0) hijo[nacidos++] = nuevo;
    }
    for (int i = 0; i < nacidos; i++) recoge(hijo[i]);
    dprintf(1, "%d de 2\n", nacidos);
}
