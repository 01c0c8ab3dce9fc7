//! Con qué usuario se compila, se juzga y se ejecuta.

use std::ffi::CString;
use std::io;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::errno::Errno;
use nix::libc;
use nix::unistd::{Uid, User};

/// Donde se empiezan a buscar usuarios sin dueño: por debajo de los de los sistemas
/// con 16 bits, por encima de los de las personas y los servicios corrientes.
const FIRST_LENT: u32 = 64_100;
/// Cuántos se prueban.
const LENT: u32 = 400;

/// Un usuario sin privilegios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// El de quien ejecuta esto, que no es administrador.
    Own,
    /// Uno que no es de nadie. El administrador tiene todos, y se queda con uno
    /// distinto para cada trabajador.
    Lent(u32),
}

impl Account {
    /// El que le toca a este trabajador.
    ///
    /// # Errores
    /// Si siendo administrador no queda ningún usuario libre.
    pub fn for_worker(worker: usize) -> Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Own);
        }
        let free = |uid: &u32| matches!(User::from_uid(Uid::from_raw(*uid)), Ok(None));
        match (FIRST_LENT..FIRST_LENT + LENT).filter(free).nth(worker) {
            Some(uid) => Ok(Self::Lent(uid)),
            None => bail!("no queda ningún usuario libre para el trabajador {worker}"),
        }
    }

    /// Le da esta carpeta, y nadie más entra en ella.
    ///
    /// # Errores
    /// Los de `chown(2)`.
    pub fn own_folder(self, folder: &Path) -> io::Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Lent(uid) => chown(folder, Some(uid), Some(uid)),
        }
    }

    /// Prepara `command` para que se ejecute con este usuario, en su propia sesión,
    /// sin más descriptores que `kept`, y sin sobrevivir al hilo que lo lanza.
    ///
    /// `views` son carpetas que este usuario quizá no alcance, y dónde las verá: solo
    /// se usan si hace falta, que es cuando el administrador presta otro usuario.
    ///
    /// # Errores
    /// Si una ruta tiene un byte cero.
    pub fn dress(self, command: &mut Command, kept: Vec<RawFd>, views: &[View]) -> Result<()> {
        let views = match self {
            Self::Own => Vec::new(),
            Self::Lent(_) => views
                .iter()
                .map(|view| Ok((path(&view.real)?, path(&view.seen)?)))
                .collect::<Result<Vec<_>>>()?,
        };
        // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos
        // preparados antes.
        unsafe {
            command.pre_exec(move || {
                Errno::result(libc::setsid())?;
                if let Self::Lent(uid) = self {
                    show(&views)?;
                    become_user(uid)?;
                }
                // Después de cambiar de usuario, que lo borra.
                Errno::result(libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL))?;
                libc::syscall(
                    libc::SYS_close_range,
                    3,
                    u32::MAX,
                    libc::CLOSE_RANGE_CLOEXEC,
                );
                for &fd in &kept {
                    Errno::result(libc::fcntl(fd, libc::F_SETFD, 0))?;
                }
                Ok(())
            });
        }
        Ok(())
    }
}

/// Una carpeta que hay que enseñar en otro sitio, para quien no puede llegar al suyo.
#[derive(Debug, Clone)]
pub struct View {
    /// Dónde está.
    pub real: PathBuf,
    /// Una carpeta vacía donde se verá.
    pub seen: PathBuf,
}

fn path(path: &Path) -> Result<CString> {
    CString::new(path.as_os_str().as_bytes())
        .with_context(|| format!("la ruta {} tiene un byte cero", path.display()))
}

/// Monta cada carpeta donde se tiene que ver. Solo lo ve este proceso y los suyos.
fn show(views: &[(CString, CString)]) -> Result<(), Errno> {
    if views.is_empty() {
        return Ok(());
    }
    let none = std::ptr::null();
    // SEGURIDAD: los punteros son a cadenas que viven durante las llamadas, o nulos
    // donde mount(2) los admite.
    unsafe {
        Errno::result(libc::unshare(libc::CLONE_NEWNS))?;
        let private = libc::MS_REC | libc::MS_PRIVATE;
        Errno::result(libc::mount(none, c"/".as_ptr(), none, private, none.cast()))?;
        for (real, seen) in views {
            let (real, seen) = (real.as_ptr(), seen.as_ptr());
            Errno::result(libc::mount(real, seen, none, libc::MS_BIND, none.cast()))?;
        }
    }
    Ok(())
}

/// Deja de ser administrador, del todo y para siempre.
fn become_user(uid: u32) -> Result<(), Errno> {
    // SEGURIDAD: setgroups con cero grupos no lee el puntero; lo demás va por valor.
    unsafe {
        Errno::result(libc::setgroups(0, std::ptr::null()))?;
        Errno::result(libc::setresgid(uid, uid, uid))?;
        Errno::result(libc::setresuid(uid, uid, uid))?;
        // Volver tiene que ser imposible.
        if libc::setuid(0) == 0 {
            return Err(Errno::EPERM);
        }
    }
    Ok(())
}
