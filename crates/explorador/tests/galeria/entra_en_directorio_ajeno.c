// Entrar en un directorio que crea otro: según quién llegue antes, está o no está.
// Fuerza bruta: sí
// Finales:
//   ok "no\n" 0
//   ok "sí\n" 0
#include "comun.h"

int main(void) {
    rmdir("entra_en_directorio_ajeno");
    pid_t hijo = fork();
    if (hijo == 0) _exit(mkdir("entra_en_directorio_ajeno", 0700) != 0);
    int dentro = chdir("entra_en_directorio_ajeno") == 0;
    dprintf(1, "%s\n", dentro ? "sí" : "no");
    recoge(hijo);
    if (dentro && chdir("..") != 0) _exit(1);
    rmdir("entra_en_directorio_ajeno");
}
