//! Paso 2, crear un proceso: un hijo que hace lo suyo y termina.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso2` y corrígelo con `cargo test -p paso2`.

use nix::unistd::Pid;

/// Crea un hijo que ejecuta `child` y termina con el código que devuelva.
///
/// Usa [`nix::unistd::fork`] (`man 2 fork`). Después de esa llamada hay **dos**
/// procesos en el mismo punto del programa, y lo que devuelve los distingue:
///
/// - en el padre (`ForkResult::Parent`), devuelve enseguida el PID del hijo;
/// - en el hijo (`ForkResult::Child`), ejecuta `child` una vez y termina **ahí
///   mismo** el proceso con ese código. El hijo no debe volver nunca de esta
///   función: seguiría con el código del padre.
///
/// Para terminar el hijo, `nix::libc::_exit` (`man 2 _exit`). Piensa en tres
/// detalles que parecen pequeños:
///
/// - lo que el padre tenga escrito a medias en el búfer de la salida estándar
///   se copia con el resto de la memoria. ¿Cómo evitas que salga dos veces?
/// - `_exit` no vacía ningún búfer. ¿Y lo que el hijo tenga escrito a medias?
/// - si `child` entra en pánico, el hijo debe terminar con el código 101, como
///   cualquier programa de Rust: [`std::panic::catch_unwind`].
///
/// # Errores
/// Si `fork` falla (`EAGAIN`, `ENOMEM`: `man 2 fork`, sección ERRORS), devuelve
/// ese error sin ejecutar `child`.
pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    todo!("Paso 2: crea el hijo con fork")
}
