//! Una caja hecha: se construye, se entra en ella, y se derriba.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use explorador::cage::{Cage, Parts};
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::libc::{self, sock_filter};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::{Pid, pipe2};
use serde::Deserialize;

use super::account::View;
use super::{Account, Blueprint, Protections, filter};

/// Dónde está el portero, dentro.
const PORTER: &str = "/portero";
/// Lo que se espera a que una caja esté hecha. Tarda milisegundos.
const BUILDING: Duration = Duration::from_secs(20);
/// Cada cuántos milisegundos se mira si ya está vacía. Lo corriente es menos.
const EMPTYING: u8 = 50;
/// Lo que se lee de la queja de `bwrap`.
const COMPLAINT: u64 = 4096;

/// Lo que hace falta para construir cajas. Se prepara una vez.
#[derive(Debug)]
pub struct Workshop {
    bwrap: PathBuf,
    porter: PathBuf,
    views: Vec<View>,
    filter: Vec<sock_filter>,
    /// Qué protege la caja.
    pub protections: Protections,
}

impl Workshop {
    /// Con este `bwrap` y este portero.
    ///
    /// # Errores
    /// Si no hay filtro para esta arquitectura.
    pub fn new(bwrap: PathBuf, porter: PathBuf, protections: Protections) -> Result<Self> {
        Ok(Self {
            bwrap,
            porter,
            views: Vec::new(),
            filter: if protections.syscall_filter {
                filter::program()?
            } else {
                Vec::new()
            },
            protections,
        })
    }

    /// Hace que `real` se pueda alcanzar también con un usuario prestado, en `seen`,
    /// que es una carpeta vacía. Devuelve la ruta que hay que usar.
    pub fn make_reachable(&mut self, account: Account, real: &Path, seen: PathBuf) -> PathBuf {
        if account == Account::Own {
            return real.to_owned();
        }
        self.views.push(View {
            real: real.to_owned(),
            seen: seen.clone(),
        });
        seen
    }

    /// Las carpetas que hay que enseñar a quien no las alcanza.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    /// Empieza a construir una caja. Mientras se termina se puede hacer otra cosa.
    ///
    /// # Errores
    /// Si `bwrap` no se puede ejecutar.
    pub fn begin(&self, account: Account, plan: &Blueprint) -> Result<Building> {
        let (ours, theirs) = UnixStream::pair()?;
        let (info, told) = pipe2(OFlag::O_CLOEXEC).map_err(io::Error::from)?;
        let plan = plan.clone().showing(&self.porter, PORTER);
        let mut command = Command::new(&self.bwrap);
        command
            .args(plan.arguments(self.protections))
            .arg("--info-fd")
            .arg(told.as_raw_fd().to_string())
            .arg(PORTER)
            .env_clear()
            .stdin(OwnedFd::from(theirs.try_clone()?))
            .stdout(OwnedFd::from(theirs))
            .stderr(Stdio::piped());
        account.dress(&mut command, vec![told.as_raw_fd()], &self.views)?;
        let child = command
            .spawn()
            .with_context(|| format!("no se puede ejecutar {}", self.bwrap.display()))?;
        drop(told);
        Ok(Building {
            builder: Builder(child),
            info,
            porter: ours,
            filter: self.filter.clone(),
            limits: plan.limits(self.protections),
            shared_network: !self.protections.network,
        })
    }

    /// Construye una caja.
    ///
    /// # Errores
    /// Si `bwrap` no puede: lo que dice.
    pub fn build(&self, account: Account, plan: &Blueprint) -> Result<Living> {
        self.begin(account, plan)?.finish()
    }
}

/// `bwrap`, que muere si se le suelta antes de tiempo.
#[derive(Debug)]
struct Builder(Child);

impl Builder {
    /// Si ha terminado; si no, espera un momento.
    fn is_over(&mut self) -> bool {
        let Ok(exit) = pidfd(self.0.id().cast_signed()) else {
            return self.0.wait().is_ok();
        };
        let mut fds = [PollFd::new(exit.as_fd(), PollFlags::POLLIN)];
        let ready = poll(&mut fds, PollTimeout::from(EMPTYING));
        ready.is_ok_and(|count| count > 0) && self.0.wait().is_ok()
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Una caja que se está construyendo.
#[derive(Debug)]
pub struct Building {
    builder: Builder,
    info: OwnedFd,
    porter: UnixStream,
    filter: Vec<sock_filter>,
    limits: Vec<explorador::cage::Limit>,
    shared_network: bool,
}

/// Lo que `bwrap` cuenta de la caja.
#[derive(Deserialize)]
struct Info {
    #[serde(rename = "child-pid")]
    init: i32,
    #[serde(rename = "pid-namespace")]
    processes: Option<u64>,
}

impl Building {
    /// Espera a que esté hecha.
    ///
    /// # Errores
    /// Si `bwrap` no puede hacerla: lo que dice.
    pub fn finish(mut self) -> Result<Living> {
        match self.meet_porter() {
            Ok(info) => self.open(&info),
            Err(error) => {
                let said = complaint(self.builder.0.stderr.take());
                ensure!(
                    !said.is_empty(),
                    "bwrap no ha podido hacer la caja: {error:#}"
                );
                bail!("bwrap no ha podido hacer la caja: {said}");
            }
        }
    }

    fn meet_porter(&mut self) -> Result<Info> {
        self.porter.set_read_timeout(Some(BUILDING))?;
        let mut hello = [0];
        self.porter.read_exact(&mut hello)?;
        ensure!(hello == *b"!", "el portero no saluda");
        // Ya está escrito: el portero es lo último que se ejecuta.
        let mut text = String::new();
        File::from(self.info.try_clone()?).read_to_string(&mut text)?;
        serde_json::from_str(&text).context("no se entiende lo que cuenta bwrap")
    }

    fn open(self, info: &Info) -> Result<Living> {
        let process = PathBuf::from(format!("/proc/{}", info.init));
        let init_fd = pidfd(info.init)?;
        let spaces = File::open(process.join("ns/pid"))?;
        if let Some(told) = info.processes {
            ensure!(
                spaces.metadata()?.ino() == told,
                "el primer proceso de la caja ya no es el que era"
            );
        }
        let user = OwnedFd::from(File::open(process.join("ns/user"))?);
        let filter = memfd_create(c"filtro", MFdFlags::MFD_CLOEXEC).map_err(io::Error::from)?;
        let mut file = File::from(filter);
        file.write_all(&filter::bytes(&self.filter))?;
        let cage = Cage::new(Parts {
            init: info.init,
            init_fd,
            owner: owner_of(&spaces)?,
            user,
            shared_network: self.shared_network,
            groups: Vec::new(),
            filter: self.filter,
            limits: self.limits,
            porter: self.porter,
        })?;
        Ok(Living {
            cage: Arc::new(cage),
            space: spaces.metadata()?.ino(),
            filter: file.into(),
            builder: self.builder,
        })
    }
}

/// Lo que dijo `bwrap` antes de rendirse.
fn complaint(stderr: Option<ChildStderr>) -> String {
    let mut text = String::new();
    if let Some(stderr) = stderr {
        let _ = stderr.take(COMPLAINT).read_to_string(&mut text);
    }
    text.trim().trim_start_matches("bwrap: ").to_owned()
}

/// Un descriptor que representa al proceso.
pub(super) fn pidfd(pid: i32) -> io::Result<OwnedFd> {
    juez::process::exit_watch(nix::unistd::Pid::from_raw(pid))
}

/// Mata al proceso que `pidfd` representa, si aún vive.
pub(super) fn kill(pidfd: &impl AsRawFd) {
    // SEGURIDAD: el tercer argumento puede ser nulo; lo demás va por valor.
    unsafe {
        libc::syscall(
            libc::SYS_pidfd_send_signal,
            pidfd.as_raw_fd(),
            libc::SIGKILL,
            std::ptr::null::<libc::siginfo_t>(),
            0,
        )
    };
}

/// El espacio de usuarios dueño de otro espacio (`ioctl_nsfs(2)`).
fn owner_of(space: &File) -> io::Result<OwnedFd> {
    use std::os::fd::FromRawFd;
    /// `NS_GET_USERNS`: `_IO(0xb7, 1)`.
    const NS_GET_USERNS: libc::c_ulong = 0xb701;
    // SEGURIDAD: esta petición no lleva argumento.
    let fd = Errno::result(unsafe { libc::ioctl(space.as_raw_fd(), NS_GET_USERNS as _) })?;
    // SEGURIDAD: el núcleo acaba de dar este descriptor y nadie más lo tiene.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Una caja hecha. Al soltarla muere todo lo que haya dentro.
#[derive(Debug)]
pub struct Living {
    cage: Arc<Cage>,
    /// El número de su espacio de procesos (`pid_namespaces(7)`).
    space: u64,
    filter: OwnedFd,
    builder: Builder,
}

impl Living {
    /// Para entrar en ella.
    pub fn cage(&self) -> &Arc<Cage> {
        &self.cage
    }

    /// La línea que la describe, y los descriptores que hay que heredar con ella.
    pub fn description(&self) -> (String, Vec<RawFd>) {
        let told = self.cage.describe(Some(self.filter.as_raw_fd()));
        let mut fds = vec![told.init_fd, told.owner, told.user, told.porter];
        fds.extend(told.filter);
        fds.extend(&told.groups);
        (told.to_string(), fds)
    }

    /// Mata a su primer proceso: con él muere todo lo demás (`pid_namespaces(7)`).
    pub fn kill(&self) {
        kill(&self.cage.init_fd());
    }

    /// La derriba y espera a que no quede nadie.
    pub fn tear_down(mut self) {
        self.kill();
        // bwrap no termina hasta que el espacio de procesos está vacío.
        while !self.builder.is_over() {
            self.reap_orphans();
        }
    }

    /// Los procesos que hay dentro, menos el portero, según `/proc` de fuera.
    pub fn census(&self) -> Vec<i32> {
        let init = self.cage.init();
        self.residents().filter(|&pid| pid != init).collect()
    }

    fn residents(&self) -> impl Iterator<Item = i32> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter(|pid: &i32| {
                let space = fs::metadata(format!("/proc/{pid}/ns/pid"));
                space.is_ok_and(|space| space.ino() == self.space)
            })
    }

    /// Recoge a los que han pasado a ser hijos nuestros. Si al juez hay que matarlo, sus
    /// hijos los hereda quien adopte a los huérfanos fuera de la caja: casi siempre el
    /// primer proceso de la máquina, que los recoge; pero en un contenedor puede ser
    /// este, y mientras no los recoja la caja no se vacía.
    fn reap_orphans(&self) {
        for pid in self.residents() {
            // El de un hijo de otro, o de uno que sigue vivo, no se recoge.
            let _ = waitpid(Pid::from_raw(pid), Some(WaitPidFlag::WNOHANG));
        }
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        self.kill();
    }
}
