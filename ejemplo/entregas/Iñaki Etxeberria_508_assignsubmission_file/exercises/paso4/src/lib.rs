//! Paso 4, sincronizar: que nadie lea antes de tiempo y que nadie se quede sin
//! recoger.
//!
//! Este es el único archivo que tienes que cambiar. Pruébalo con
//! `cargo run -p paso4` y corrígelo con `cargo test -p paso4`.

use std::ffi::c_void;
use std::ptr::NonNull;

use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

/// Cómo acabó un hijo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildEnd {
    /// Terminó por sí mismo, con este código.
    Exited(i32),
    /// Lo mató esta señal.
    Killed(Signal),
}

/// Espera a que `child` termine y lo recoge: después no queda ningún zombi.
///
/// Usa [`nix::sys::wait::waitpid`] (`man 2 waitpid`) y traduce lo que cuenta:
///
/// - `WaitStatus::Exited` lleva el código con el que terminó;
/// - `WaitStatus::Signaled` lleva la señal que lo mató. No es lo mismo, y quien
///   te llama quiere saberlo.
///
/// # Errores
/// `ECHILD` si `child` no es hijo nuestro o ya se recogió. En cambio `EINTR`
/// (nos llegó una señal mientras esperábamos) no es el final de nada: hay que
/// volver a esperar (`man 7 signal`, «Interruption of system calls»).
pub fn wait_for(child: Pid) -> nix::Result<ChildEnd> {
    match waitpid(child, None)? {
        WaitStatus::Exited(_, codigo) => Ok(ChildEnd::Exited(codigo)),
        WaitStatus::Signaled(_, signal, _) => Ok(ChildEnd::Killed(signal)),
        otro => panic!("no sé qué es esto: {otro:?}"),
    }
}

/// Una puerta de un solo uso entre dos procesos: uno espera ante ella y el otro
/// la abre.
///
/// Da igual quién llegue antes: si ya está abierta, esperar no espera. Todo lo
/// que escribió quien la abre, antes de abrirla, lo ve quien pasa.
///
/// Hazla como quieras, pero que funcione **siempre**, no casi siempre: con un
/// semáforo (`man 7 sem_overview`; `nix::libc::{sem_t, sem_init, sem_post,
/// sem_wait}`, y no olvides decirle que lo usan varios procesos), con un *futex*
/// (`man 2 futex`), con una tubería (`man 2 pipe`), con `eventfd` (`man 2
/// eventfd`), o mirando un `AtomicU32` y cediendo el procesador con
/// `sched_yield` entre mirada y mirada. Dormir un rato (`sleep`) no sincroniza:
/// solo hace más raro el fallo.
///
/// Puedes cambiar los campos y el valor de `BYTES`; los nombres y los tipos de
/// las funciones, no.
#[derive(Debug)]
pub struct Gate {
    place: NonNull<c_void>,
}

impl Gate {
    /// Los bytes de memoria compartida que ocupa una puerta.
    pub const BYTES: usize = 64;

    /// Prepara una puerta cerrada en `place`: [`Gate::BYTES`] bytes de memoria
    /// compartida al principio de una página, que desde ahora son de la puerta.
    ///
    /// Se llama una vez, antes de crear al hijo: lo que guardes en los campos
    /// (un descriptor, una dirección) lo heredan los dos procesos.
    ///
    /// # Errores
    /// Los de las llamadas que uses. En C fallan con −1 y `errno`:
    /// [`nix::errno::Errno::result`] los convierte en un `Result`.
    pub fn new(place: NonNull<c_void>) -> nix::Result<Self> {
        todo!("Paso 4: prepara la puerta, cerrada")
    }

    /// Abre la puerta: quien espere ante ella, ahora o más tarde, pasa.
    ///
    /// # Errores
    /// Los de las llamadas que uses.
    pub fn open(&self) -> nix::Result<()> {
        todo!("Paso 4: abre la puerta")
    }

    /// Espera a que la puerta se abra.
    ///
    /// # Errores
    /// Los de las llamadas que uses, salvo `EINTR`: si te despierta una señal,
    /// la puerta sigue cerrada y hay que seguir esperando.
    pub fn wait(&self) -> nix::Result<()> {
        todo!("Paso 4: espera ante la puerta")
    }
}
