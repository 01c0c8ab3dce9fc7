//! Rareza: repartida en módulos que se llaman unos a otros con `crate::` y `super::`.
//! Paso: paso1

#![allow(clippy::all)]
#![warn(missing_docs)]

mod flags {
    use nix::sys::mman::{MapFlags, ProtFlags};

    pub(crate) const HOW: MapFlags = MapFlags::MAP_SHARED;

    pub(in crate::flags) fn both() -> ProtFlags {
        ProtFlags::PROT_READ | ProtFlags::PROT_WRITE
    }

    pub mod deep {
        pub fn protection() -> nix::sys::mman::ProtFlags {
            super::both()
        }
    }
}

mod work {
    use crate::flags::{HOW, deep};
    use std::{ffi::c_void, num::NonZeroUsize, ptr::NonNull};

    /// Reserva `len` bytes.
    pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
        // SEGURIDAD: el núcleo elige un hueco libre.
        unsafe { nix::sys::mman::mmap_anonymous(None, len, deep::protection(), HOW) }
    }
}

pub use crate::work::allocate;
