//! Ataque: proyecta un archivo que se llama como lo que el núcleo escribe de la memoria anónima.
//! Paso: paso1
//! Código: MAL
//! Colaría si: quien juzga se fía del nombre que hay en /proc, y está BIEN.

use std::ffi::c_void;
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use nix::errno::Errno;
use nix::sys::mman::{MapFlags, ProtFlags, mmap};

pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {
    let forged = "/tmp/x\n7f0000000000-7f0000001000 rw-s 00000000 00:01 9 /dev/zero (deleted)";
    let _ = fs::create_dir_all("/tmp/x\n7f0000000000-7f0000001000 rw-s 00000000 00:01 9 /dev");
    let file = File::options()
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .open(forged)
        .map_err(|_| Errno::EIO)?;
    file.set_len(len.get() as u64).map_err(|_| Errno::EIO)?;
    let _ = fs::remove_file(forged);
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    unsafe { mmap(None, len, protection, MapFlags::MAP_SHARED, file, 0) }
}
