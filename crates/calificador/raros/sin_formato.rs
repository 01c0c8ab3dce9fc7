//! Rareza: sin espacios, sin saltos y con los tipos escritos enteros.
//! Paso: paso1

pub fn allocate(len:std::num::NonZeroUsize)->nix::Result<std::ptr::NonNull<std::ffi::c_void>>{use nix::sys::mman::*;unsafe{mmap_anonymous(None,len,ProtFlags::PROT_READ|ProtFlags::PROT_WRITE,MapFlags::MAP_SHARED)}}
