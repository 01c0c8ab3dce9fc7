"""La carrera, en Python: el padre lee sin esperar a nadie."""

import mmap
import os

page = mmap.mmap(-1, mmap.PAGESIZE)
if os.fork() == 0:
    page.write("¡Hola, padre!".encode())
    page.close()
    os._exit(0)
print("El padre lee:", page[:16].rstrip(b"\0").decode(errors="replace"))
os.wait()
page.close()
