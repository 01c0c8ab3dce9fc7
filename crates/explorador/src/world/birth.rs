//! Lo que se pide al crear un proceso.

use crate::number::bits;

/// Lo que importa de una petición de `fork`, `vfork`, `clone` o `clone3`.
pub(super) struct Birth {
    pub flags: u64,
    pub parent_tid: u64,
    pub child_tid: u64,
}

impl Birth {
    /// Padre e hijo quedan unidos por algo que no se sabe seguir: por qué.
    pub fn entangles(&self) -> Option<&'static str> {
        let asks = |flag| self.flags & bits(flag) != 0;
        if asks(libc::CLONE_FILES) {
            // Lo que uno abre o cierra se lo encontraría el otro sin haber hecho nada.
            Some("padre e hijo comparten la tabla de descriptores (CLONE_FILES)")
        } else if asks(libc::CLONE_FS) && !asks(libc::CLONE_VFORK) {
            // Con `vfork` el padre no se mueve mientras lo comparten.
            Some("padre e hijo comparten el directorio en el que están (CLONE_FS)")
        } else if asks(libc::CLONE_PIDFD) {
            Some("da un descriptor que avisa cuando el hijo termina (CLONE_PIDFD)")
        } else {
            None
        }
    }
}
