//! Rareza: todo el ejercicio sale de una macro propia.
//! Paso: paso1

macro_rules! exercise {
    ($(#[$attribute:meta])* $name:ident ($($argument:ident : $kind:ty),*) -> $result:ty = $($flag:ident)|+) => {
        $(#[$attribute])*
        pub fn $name($($argument: $kind),*) -> $result {
            use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
            let protection = ProtFlags::PROT_READ.union(ProtFlags::PROT_WRITE);
            let flags = [$(MapFlags::$flag),+].into_iter().collect();
            // SEGURIDAD: el núcleo elige un hueco libre.
            unsafe { mmap_anonymous(None, $($argument),*, protection, flags) }
        }
    };
}

exercise! {
    /// Reserva `len` bytes.
    #[inline(never)]
    allocate(len: ::std::num::NonZeroUsize) -> ::nix::Result<::std::ptr::NonNull<::std::ffi::c_void>>
        = MAP_SHARED
}
