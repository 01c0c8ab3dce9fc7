// ANCHOR: asignar
pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    // SEGURIDAD: no se pide ninguna dirección concreta.
    unsafe {
        mman::mmap_anonymous(
            None,
            len,
            ProtFlags::PROT_READ | ProtFlags::PROT_WRITE,
            MapFlags::MAP_SHARED,
        )
    }
}
// ANCHOR_END: asignar
