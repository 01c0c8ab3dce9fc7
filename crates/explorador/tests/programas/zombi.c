// Nadie recoge al hijo.
#include "comun.h"
int main(void) { if (fork() == 0) _exit(0); di("padre\n"); return 0; }
