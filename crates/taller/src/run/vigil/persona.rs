//! Otro usuario para el programa, cuando quien lanza el libro es root.
//!
//! El núcleo no aplica a root el límite de procesos (`RLIMIT_NPROC`, setrlimit(2)), y
//! un `fork` sin fin deja sin turno hasta a quien tiene que pararlo. Así que el
//! programa pasa a ser de un usuario que no es nadie más: a ese sí se le cuentan.
//! Conserva de root el poder leer y escribir donde quiera, para que todo lo demás sea
//! igual; no es una caja de arena. Véase capabilities(7).

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::errno::Errno;
use nix::libc::{self, c_ulong, uid_t};
use nix::unistd::getpid;

/// El primero de los usuarios prestados, y cuántos hay. Por encima de los que crean
/// las distribuciones, y por debajo de los que faltan en un contenedor sin privilegios.
const FIRST: uid_t = 61_200;
const COUNT: uid_t = 4_000;
/// Lo que se salta de uno al siguiente: los procesos vecinos usan los vecinos.
const STRIDE: uid_t = 89;

/// Lo que conserva de root, por su número en `linux/capability.h`: saltarse los
/// permisos de un archivo (1) y de una carpeta (2), y disponer de los ajenos (3).
const KEPT: [c_ulong; 3] = [1, 2, 3];

/// La tercera versión de capset(2), que cuenta las capacidades en dos mitades.
const CAPSET_VERSION: u32 = 0x2008_0522;

#[repr(C)]
struct Header {
    version: u32,
    pid: libc::c_int,
}

impl Header {
    /// Para hablar de las capacidades del proceso que llama.
    const fn ourselves() -> Self {
        Self {
            version: CAPSET_VERSION,
            pid: 0,
        }
    }
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Half {
    effective: u32,
    permitted: u32,
    inheritable: u32,
}

/// El usuario prestado, y lo que conserva de root: un bit por capacidad.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    user: uid_t,
    kept: u32,
}

impl Persona {
    /// Uno distinto cada vez, si hace falta: solo a root.
    pub fn borrowed() -> Option<Self> {
        // Entre los de un proceso no se repiten; entre los de dos, casi nunca.
        static TURN: AtomicU32 = AtomicU32::new(0);
        let turn = TURN.fetch_add(STRIDE, Ordering::Relaxed);
        let user = FIRST + getpid().as_raw().cast_unsigned().wrapping_add(turn) % COUNT;
        // SEGURIDAD: geteuid no toca memoria ni puede fallar.
        let is_root = unsafe { libc::geteuid() } == 0;
        let wanted = KEPT.iter().fold(0, |set, cap| set | 1 << cap);
        is_root.then(|| Self {
            user,
            kept: wanted & permitted(),
        })
    }

    /// El proceso que llama, que a continuación hará `execve`, pasa a ser suyo; dice si
    /// se ha podido. Donde root no puede elegir usuario (un contenedor sin privilegios)
    /// es que para el núcleo no es root de verdad, y ya se le cuentan los procesos.
    ///
    /// # Errores
    /// Si se queda a medias: sin ser root y sin lo que se conserva de él.
    pub fn assume(self) -> io::Result<bool> {
        let half = |set| Half {
            effective: set,
            permitted: set,
            inheritable: set,
        };
        let header = Header::ourselves();
        let sets = [half(self.kept), half(0)];
        // SEGURIDAD: son llamadas al sistema sin memoria compartida; capset solo lee
        // las dos estructuras, que tienen la forma que pide y viven hasta que vuelve.
        unsafe {
            Errno::result(libc::prctl(libc::PR_SET_KEEPCAPS, 1))?;
            if libc::setresuid(self.user, self.user, self.user) == -1 {
                return Ok(false);
            }
            let done = libc::syscall(libc::SYS_capset, &raw const header, sets.as_ptr());
            Errno::result(done)?;
            for cap in KEPT.into_iter().filter(|cap| self.kept & (1 << cap) != 0) {
                let raise = libc::PR_CAP_AMBIENT_RAISE as c_ulong;
                Errno::result(libc::prctl(libc::PR_CAP_AMBIENT, raise, cap, 0, 0))?;
            }
        }
        Ok(true)
    }
}

/// Las capacidades que tiene este proceso. En un contenedor, root no las tiene todas.
fn permitted() -> u32 {
    let mut header = Header::ourselves();
    let mut sets = [Half::default(); 2];
    // SEGURIDAD: capget lee la cabecera y escribe dos mitades, que es lo que hay.
    let done = unsafe { libc::syscall(libc::SYS_capget, &raw mut header, sets.as_mut_ptr()) };
    if done == 0 { sets[0].permitted } else { 0 }
}
