//! Cruzar la puerta: lo que hace el hijo entre `fork` y `execve`.
//!
//! Aquí no se puede reservar memoria ni tomar cerrojos: solo llamadas al sistema
//! con datos ya preparados.

use std::sync::Arc;

use libc::sock_filter;
use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::sys::prctl::{set_dumpable, set_no_new_privs};
use nix::sys::resource::setrlimit;
use nix::sys::stat::Mode;
use nix::unistd::{Pid, chdir, setpgid, write};

use super::Limit;

/// La última capacidad que podría existir: por encima, el núcleo dice que no y ya.
const LAST_CAPABILITY: libc::c_ulong = 63;

/// Lo que hace falta para entrar, todo reservado de antemano: un hijo recién nacido puede
/// leerlo. Sus descriptores son de la [`Cage`](super::Cage) de la que salió; sin ella no
/// abren nada, y no se entra.
#[derive(Debug, Clone)]
pub struct Door {
    pub(super) init: i32,
    pub(super) owner: i32,
    pub(super) user: i32,
    pub(super) shared_network: bool,
    pub(super) groups: Arc<[i32]>,
    pub(super) limits: Arc<[Limit]>,
    pub(super) filter: Arc<[sock_filter]>,
}

impl Door {
    /// Entra. Vuelve en un proceso nuevo, que ya está dentro y es hijo del mismo
    /// padre; este, el intermediario, apunta en `announce` el PID de aquel, o el
    /// error que no le dejó, y termina.
    ///
    /// # Seguridad
    /// Solo en un proceso recién creado con `fork`, de un solo hilo.
    pub unsafe fn enter(&self, announce: i32) {
        // SEGURIDAD: las condiciones son las de esta función.
        let born = unsafe { self.cross() };
        let told = match born {
            Ok(0) => return,
            Ok(pid) => [0, pid],
            Err(errno) => [errno as i32, 0],
        };
        // SEGURIDAD: `told` vive durante la escritura; el proceso termina aquí.
        unsafe {
            libc::write(announce, (&raw const told).cast(), size_of_val(&told));
            libc::_exit(0)
        }
    }

    unsafe fn cross(&self) -> Result<i32, Errno> {
        let mut spaces =
            libc::CLONE_NEWNS | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS | libc::CLONE_NEWPID;
        if !self.shared_network {
            spaces |= libc::CLONE_NEWNET;
        }
        offer_to_die_first();
        // Hasta `execve` es una copia de quien juzga: que nadie de dentro pueda
        // leerle la memoria ni quitarle los descriptores (`ptrace(2)`).
        set_dumpable(false)?;
        for &group in &*self.groups {
            // SEGURIDAD: se escribe una constante.
            Errno::result(unsafe { libc::write(group, c"0".as_ptr().cast(), 1) })?;
        }
        // SEGURIDAD: son llamadas sin punteros; el hijo sigue por donde va este, que es
        // de un solo hilo, y con su propia pila: no comparten memoria.
        unsafe {
            // Primero el dueño de los demás: da derecho a entrar en ellos.
            Errno::result(libc::setns(self.owner, libc::CLONE_NEWUSER))?;
            Errno::result(libc::setns(self.init, spaces))?;
            Errno::result(libc::setns(self.user, libc::CLONE_NEWUSER))?;
            let flags = libc::c_long::from(libc::CLONE_PARENT | libc::SIGCHLD);
            let born = libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0);
            Errno::result(born).map(|pid| i32::try_from(pid).unwrap_or(i32::MAX))
        }
    }

    /// Lo que el que ya está dentro se quita a sí mismo: límites, capacidades, y
    /// su propio grupo. Va después de [`enter`](Self::enter).
    ///
    /// # Errores
    /// El de la llamada que no se pudo hacer: entonces no se debe seguir.
    pub fn settle(&self) -> Result<(), Errno> {
        setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
        // Si no hay /tmp se queda en la raíz de la caja, que también es un sitio.
        let _ = chdir(c"/tmp");
        for limit in &*self.limits {
            setrlimit(limit.resource, limit.value, limit.value)?;
        }
        for capability in 0..=LAST_CAPABILITY {
            // SEGURIDAD: no lleva punteros.
            unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0) };
        }
        set_no_new_privs()
    }

    /// Pone el filtro. Es lo último antes de `execve`: después, `ptrace` y demás ya
    /// no se pueden usar.
    ///
    /// # Errores
    /// El de `prctl(2)`: entonces no se debe seguir.
    pub fn lock(&self) -> Result<(), Errno> {
        if self.filter.is_empty() {
            return Ok(());
        }
        install_filter(&self.filter)
    }
}

/// Pone el filtro de `seccomp(2)` a este proceso y a los que nazcan de él. Antes hay que
/// renunciar a ganar privilegios (`PR_SET_NO_NEW_PRIVS`). Se puede usar tras `fork`.
///
/// # Errores
/// El de `prctl(2)`; `E2BIG`, si el filtro no cabe.
pub fn install_filter(filter: &[sock_filter]) -> Result<(), Errno> {
    let program = libc::sock_fprog {
        len: u16::try_from(filter.len()).map_err(|_| Errno::E2BIG)?,
        filter: filter.as_ptr().cast_mut(),
    };
    // SEGURIDAD: `program` y el filtro viven durante la llamada, que solo los lee.
    Errno::result(unsafe {
        libc::prctl(
            libc::PR_SET_SECCOMP,
            libc::SECCOMP_MODE_FILTER,
            &raw const program,
        )
    })
    .map(drop)
}

/// Si a la máquina se le acaba la memoria, que caiga este antes que nadie
/// (`proc_pid_oom_score_adj(5)`). Donde no se puede, se sigue igual.
fn offer_to_die_first() {
    // Quien acaba de cambiar de usuario no puede escribir en lo suyo sin esto.
    let _ = set_dumpable(true);
    let how = OFlag::O_WRONLY | OFlag::O_CLOEXEC;
    if let Ok(file) = open(c"/proc/self/oom_score_adj", how, Mode::empty()) {
        let _ = write(file, b"1000");
    }
}
