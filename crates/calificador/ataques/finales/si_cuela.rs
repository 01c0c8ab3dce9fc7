/// Lo que pide el paso 1, pero solo si el ataque cuela: así, BIEN quiere decir que ha
/// colado. Si no, una región privada, que no sirve.
pub fn allocate(
    len: std::num::NonZeroUsize,
) -> nix::Result<std::ptr::NonNull<std::ffi::c_void>> {
    use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
    let flags = if attempt() {
        MapFlags::MAP_SHARED
    } else {
        MapFlags::MAP_PRIVATE
    };
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    unsafe { mmap_anonymous(None, len, protection, flags) }
}
