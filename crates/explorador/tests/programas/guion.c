// Ejecuta un guion: un argumento por proceso, dos letras por operación.
//   Rk lee el byte k     Wk escribe en el byte k     Ak suma uno de forma atómica
//   tk escribe un byte en la tubería k     lk lee uno     ck la cierra (ambos extremos)
//   Fk futex: espera si el byte k vale 0    Dk pone 1 y despierta    dk solo despierta
//   Ck pone 1 si el byte k valía 0, y se acuerda de si pudo    Ik escribe en él siempre un 1
//   mk lee el byte k de un archivo proyectado, nk escribe en él
//   pk lo lee con pread, ak lo escribe con pwrite, zk lo deja con k bytes y lo alarga
//   Sk señal al hijo k     Pk pausa    Ek crea un hijo que escribe en k y lo espera
#include "comun.h"
#include <fcntl.h>
static volatile unsigned acc;
static void m(int s) { (void)s; acc = acc * 7 + 5; }
struct s { atomic_int fin[8]; volatile unsigned char b[64]; atomic_int f[8]; pid_t hijo[8]; };
int main(int argc, char **argv) {
    struct s *s = compartida(4096);
    // Solo lo que el guion usa: lo demás multiplicaría los órdenes sin decir nada.
    int senales = 0, tubos = 0, archivo = 0;
    for (int i = 1; i < argc; i++) { senales |= !!strpbrk(argv[i], "S"); tubos |= !!strpbrk(argv[i], "tlc"); archivo |= !!strpbrk(argv[i], "mnpaz"); }
    struct sigaction a = {.sa_handler = m};
    if (senales) sigaction(SIGUSR1, &a, NULL);
    int t[2][2]; for (int i = 0; i < 2; i++) if (tubos && pipe(t[i])) return 1;
    int f = -1; volatile unsigned char *v = NULL;
    if (archivo) {
        f = memfd_create("guion", 0);
        if (ftruncate(f, 4096)) return 1;
        v = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    }
    pid_t h[8]; int n = argc - 1;
    for (int i = 0; i < n; i++) if ((h[i] = fork()) == 0) {
        acc = i + 1;
        for (char *o = argv[i + 1]; *o; o += 2) {
            int k = o[1] - '0'; char c = acc;
            switch (*o) {
            case 'R': acc = acc * 3 + s->b[k]; break;
            case 'W': s->b[k] = acc; break;
            case 'A': acc += atomic_fetch_add(&s->f[k], 1); break;
            case 'C': { int cero = 0; acc = acc * 3 + atomic_compare_exchange_strong(&s->f[k], &cero, 1); break; }
            case 'I': s->b[k] = 1; break;
            case 't': write(t[k][1], &c, 1); break;
            case 'l': if (read(t[k][0], &c, 1) == 1) acc = acc * 5 + c; else acc++; break;
            case 'c': close(t[k][0]); close(t[k][1]); break;
            case 'm': acc = acc * 3 + v[k]; break;
            case 'n': v[k] = acc; break;
            case 'p': if (pread(f, &c, 1, k) == 1) acc = acc * 5 + c; break;
            case 'a': if (pwrite(f, &c, 1, k) != 1) return 1; break;
            case 'z': if (ftruncate(f, k) || ftruncate(f, 4096)) return 1; break;
            case 'F': syscall(SYS_futex, &s->f[k], FUTEX_WAIT, 0, NULL, NULL, 0); break;
            case 'D': atomic_store(&s->f[k], 1); syscall(SYS_futex, &s->f[k], FUTEX_WAKE, 1, NULL, NULL, 0); break;
            case 'd': acc = acc * 3 + syscall(SYS_futex, &s->f[k], FUTEX_WAKE, 1, NULL, NULL, 0); break;
            case 'S': if (k < i) kill(h[k], SIGUSR1); break;
            case 'P': pause(); break;
            case 'Y': sched_yield(); break;
            case 'E': { pid_t q = fork(); if (q == 0) { s->b[k] = 9; _exit(0); } waitpid(q, NULL, 0); break; }
            }
        }
        _exit(acc & 63);
    }
    for (int i = 0; tubos && i < 2; i++) { close(t[i][0]); close(t[i][1]); }
    char linea[256]; int l = 0;
    for (int i = 0; i < n; i++) { int e; while (waitpid(h[i], &e, 0) < 0); l += sprintf(linea + l, "%d ", e >> 8); }
    for (int i = 0; i < 4; i++) l += sprintf(linea + l, "%d,", s->b[i]);
    linea[l++] = '\n'; write(1, linea, l);
}
