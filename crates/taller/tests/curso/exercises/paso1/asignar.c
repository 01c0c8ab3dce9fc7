/* ANCHOR: asignar */
void *region = mmap(NULL, 4096,
                    PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS,
                    -1, 0);
if (region == MAP_FAILED) {
    perror("mmap");
    exit(EXIT_FAILURE);
}
/* ANCHOR_END: asignar */
