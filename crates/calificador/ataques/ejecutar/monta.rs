//! Ataque: monta, y vuelve a montar con permiso de escritura lo que era de lectura.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use nix::libc;

fn attempt() -> bool {
    let remount = libc::MS_REMOUNT | libc::MS_BIND;
    let places = [c"/", c"/usr", c"/proc", c"/tmp", c"/dev"];
    let nothing = std::ptr::null();
    places.iter().any(|place| unsafe {
        libc::mount(nothing, place.as_ptr(), nothing, remount, nothing.cast()) == 0
            || libc::mount(place.as_ptr(), c"/tmp".as_ptr(), nothing, libc::MS_BIND, nothing.cast()) == 0
    })
}
