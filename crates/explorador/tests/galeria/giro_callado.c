// Preguntar el propio PID no lo nota nadie: quien lo hace sin parar no llega nunca a
// hacer nada visible, y se dice en vez de esperarlo.
// Finales:
//   timeout "" - limite=silence
#include "comun.h"

int main(void) {
    while (getpid() > 0) {}
}
