//! Ataque: cambia el asignador de memoria por uno que termina con éxito.
//! Paso: paso1
//! Código: PROHIBIDO
//! Final: si_cuela
//! Colaría si: el programa sale con éxito, y está BIEN.

use std::alloc::{GlobalAlloc, Layout, System};

struct Quitter;

unsafe impl GlobalAlloc for Quitter {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > 512 {
            unsafe { nix::libc::_exit(0) }
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static QUITTER: Quitter = Quitter;

fn attempt() -> bool {
    false
}
