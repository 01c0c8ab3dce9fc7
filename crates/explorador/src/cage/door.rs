//! Cruzar la puerta: lo que hace el hijo entre `fork` y `execve`.
//!
//! Aquí no se puede reservar memoria ni tomar cerrojos: solo llamadas al sistema
//! con datos ya preparados.

use libc::sock_filter;
use nix::errno::Errno;

/// Un límite, como lo quiere `setrlimit(2)`.
#[derive(Debug, Clone, Copy)]
pub struct RLimit {
    pub(super) resource: libc::__rlimit_resource_t,
    pub(super) value: u64,
}

/// La última capacidad que podría existir: por encima, el núcleo dice que no y ya.
const LAST_CAPABILITY: libc::c_ulong = 63;

/// Lo que hace falta para entrar, en números y punteros: se puede copiar a un hijo
/// recién nacido. Vale mientras viva la [`Cage`](super::Cage) de la que salió.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub(super) init: i32,
    pub(super) owner: i32,
    pub(super) user: i32,
    pub(super) shared_network: bool,
    pub(super) groups: *const i32,
    pub(super) group_count: usize,
    pub(super) limits: *const RLimit,
    pub(super) limit_count: usize,
    pub(super) filter: *const sock_filter,
    pub(super) filter_len: u16,
}

// SEGURIDAD: los punteros son a datos de la caja que nadie cambia.
unsafe impl Send for Door {}
// SEGURIDAD: como arriba.
unsafe impl Sync for Door {}

impl Door {
    /// Entra. Vuelve en un proceso nuevo, que ya está dentro y es hijo del mismo
    /// padre; este, el intermediario, apunta en `announce` el PID de aquel, o el
    /// error que no le dejó, y termina.
    ///
    /// # Seguridad
    /// Solo en un proceso recién creado con `fork`, de un solo hilo, mientras viva
    /// la caja.
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
        // SEGURIDAD: llamadas sin punteros, o con punteros a constantes y a datos
        // de la caja, que vive más.
        unsafe {
            offer_to_die_first();
            // Hasta `execve` es una copia de quien juzga: que nadie de dentro pueda
            // leerle la memoria ni quitarle los descriptores (`ptrace(2)`).
            Errno::result(libc::prctl(libc::PR_SET_DUMPABLE, 0))?;
            for place in 0..self.group_count {
                let written = libc::write(*self.groups.add(place), c"0".as_ptr().cast(), 1);
                Errno::result(written)?;
            }
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
    /// # Seguridad
    /// Las mismas condiciones.
    ///
    /// # Errores
    /// El de la llamada que no se pudo hacer: entonces no se debe seguir.
    pub unsafe fn settle(&self) -> Result<(), Errno> {
        // SEGURIDAD: los límites son de la caja, que vive más; lo demás va por valor.
        unsafe {
            Errno::result(libc::setpgid(0, 0))?;
            // Si no hay /tmp se queda en la raíz de la caja, que también es un sitio.
            libc::chdir(c"/tmp".as_ptr());
            for place in 0..self.limit_count {
                let limit = *self.limits.add(place);
                let both = libc::rlimit {
                    rlim_cur: limit.value,
                    rlim_max: limit.value,
                };
                Errno::result(libc::setrlimit(limit.resource, &raw const both))?;
            }
            for capability in 0..=LAST_CAPABILITY {
                libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0);
            }
            Errno::result(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))?;
        }
        Ok(())
    }

    /// Pone el filtro. Es lo último antes de `execve`: después, `ptrace` y demás ya
    /// no se pueden usar.
    ///
    /// # Seguridad
    /// Las mismas condiciones.
    ///
    /// # Errores
    /// El de `prctl(2)`: entonces no se debe seguir.
    pub unsafe fn lock(&self) -> Result<(), Errno> {
        if self.filter_len == 0 {
            return Ok(());
        }
        let program = libc::sock_fprog {
            len: self.filter_len,
            filter: self.filter.cast_mut(),
        };
        // SEGURIDAD: `program` vive durante la llamada, y el filtro es de la caja.
        Errno::result(unsafe {
            libc::prctl(
                libc::PR_SET_SECCOMP,
                libc::SECCOMP_MODE_FILTER,
                &raw const program,
            )
        })
        .map(drop)
    }
}

/// Si a la máquina se le acaba la memoria, que caiga este antes que nadie
/// (`proc_pid_oom_score_adj(5)`). Donde no se puede, se sigue igual.
///
/// # Seguridad
/// Solo hace llamadas al sistema, con cadenas constantes.
unsafe fn offer_to_die_first() {
    let (path, most) = (c"/proc/self/oom_score_adj", b"1000");
    // SEGURIDAD: las cadenas son constantes, y el descriptor es de esta función.
    unsafe {
        // Quien acaba de cambiar de usuario no puede escribir en lo suyo sin esto.
        libc::prctl(libc::PR_SET_DUMPABLE, 1);
        let fd = libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC);
        if fd >= 0 {
            libc::write(fd, most.as_ptr().cast(), most.len());
            libc::close(fd);
        }
    }
}
