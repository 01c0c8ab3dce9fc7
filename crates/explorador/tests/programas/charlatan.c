// Escribe para siempre.
#include "comun.h"
int main(void) { for (;;) di("bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla\n"); }
