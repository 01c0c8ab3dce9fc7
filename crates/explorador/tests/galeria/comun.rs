//! Lo que se repite en los programas de la galería escritos en Rust: las llamadas
//! al sistema, declaradas a mano para no depender de ningún paquete, y una página
//! compartida que nadie suelta por su cuenta.
#![allow(dead_code, reason = "cada programa usa solo una parte")]

use std::ffi::{c_int, c_long, c_void};
use std::ptr;

pub const PAGINA: usize = 4096;

unsafe extern "C" {
    fn mmap(
        addr: *mut c_void,
        len: usize,
        prot: c_int,
        flags: c_int,
        fd: c_int,
        off: c_long,
    ) -> *mut c_void;
    fn munmap(addr: *mut c_void, len: usize) -> c_int;
    fn waitpid(pid: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn _exit(code: c_int) -> !;
    #[link_name = "fork"]
    fn c_fork() -> c_int;
}

/// Una página compartida con los hijos que se creen después.
pub fn comparte<T>() -> *mut T {
    const LEE_Y_ESCRIBE: c_int = 3;
    const COMPARTIDA_SIN_NOMBRE: c_int = 0x21;
    // SEGURIDAD: se pide memoria nueva; no se toca ninguna que ya exista.
    let p = unsafe {
        mmap(
            ptr::null_mut(),
            PAGINA,
            LEE_Y_ESCRIBE,
            COMPARTIDA_SIN_NOMBRE,
            -1,
            0,
        )
    };
    assert_ne!(p as isize, -1, "mmap");
    p.cast()
}

pub fn suelta<T>(p: *mut T) {
    // SEGURIDAD: cada programa la llama con una página de `comparte` que ya no usa
    // (o que usa a propósito: de eso trata).
    assert_eq!(unsafe { munmap(p.cast(), PAGINA) }, 0, "munmap");
}

/// El PID del hijo, o 0 en el hijo.
pub fn fork() -> c_int {
    // SEGURIDAD: estos programas no tienen hilos.
    let hijo = unsafe { c_fork() };
    assert_ne!(hijo, -1, "fork");
    hijo
}

/// Espera al hijo y da el código con que terminó.
pub fn recoge(hijo: c_int) -> c_int {
    let mut estado = 0;
    // SEGURIDAD: el puntero vive durante la llamada.
    assert_eq!(
        unsafe { waitpid(hijo, &raw mut estado, 0) },
        hijo,
        "waitpid"
    );
    estado >> 8 & 0xff
}

/// El final de un hijo: suelta la página y no ejecuta nada más.
pub fn termina<T>(p: *mut T) -> ! {
    suelta(p);
    // SEGURIDAD: siempre se puede terminar.
    unsafe { _exit(0) }
}
