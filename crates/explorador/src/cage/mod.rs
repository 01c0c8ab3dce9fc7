//! Ejecutar el programa dentro de una caja que ya existe.
//!
//! Una caja son unos espacios de nombres (`namespaces(7)`) hechos por otro: aquí
//! solo se sabe **entrar** en ella justo antes de ser el programa. El que traza o
//! juzga se queda fuera, y el programa es hijo suyo a todos los efectos (`waitpid`,
//! `ptrace`, tuberías) aunque viva dentro con otro PID.
//!
//! El camino de entrada es el de los contenedores: un intermediario hace `setns(2)`
//! y tiene un hermano, no un hijo (`CLONE_PARENT`), que nace ya dentro.
//!
//! Lo que este módulo no debe hacer nunca: construir cajas, ni decidir qué se
//! permite dentro. Eso lo dice la [`Description`] que le dan.

mod description;
mod door;

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use libc::sock_filter;
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::unistd::pipe2;

pub use description::{Description, Limit};
pub use door::{Door, install_filter};

/// Lo que se espera a que el portero conteste: está ocioso, contesta enseguida.
const ANSWER: Duration = Duration::from_secs(10);

/// Una caja en la que se puede entrar.
#[derive(Debug)]
pub struct Cage {
    init: i32,
    init_fd: OwnedFd,
    owner: OwnedFd,
    user: OwnedFd,
    shared_network: bool,
    #[expect(dead_code, reason = "mantiene abiertos los números de abajo")]
    groups: Vec<OwnedFd>,
    group_numbers: Arc<[i32]>,
    filter: Arc<[sock_filter]>,
    limits: Arc<[Limit]>,
    porter: Mutex<UnixStream>,
}

/// De qué está hecha una caja. Los descriptores se cierran con ella.
#[derive(Debug)]
pub struct Parts {
    /// PID, visto desde fuera, del primer proceso.
    pub init: i32,
    /// Su pidfd.
    pub init_fd: OwnedFd,
    /// El espacio de usuarios dueño de los demás.
    pub owner: OwnedFd,
    /// El espacio de usuarios en el que se vive.
    pub user: OwnedFd,
    /// No tiene red propia: no hay ninguna en la que entrar.
    pub shared_network: bool,
    /// Los `cgroup.procs` a los que apuntarse, abiertos para escribir.
    pub groups: Vec<OwnedFd>,
    /// El filtro; vacío, ninguno.
    pub filter: Vec<sock_filter>,
    /// Los límites que se pone el que entra.
    pub limits: Vec<Limit>,
    /// Por donde se habla con el portero.
    pub porter: UnixStream,
}

impl Cage {
    /// La caja que cuenta `description`, cuyos descriptores se heredaron de quien
    /// la hizo. Desde ahora son de la caja, y no los hereda nadie más.
    ///
    /// # Errores
    /// Si la descripción no se entiende o algún descriptor no es lo que dice.
    pub fn inherited(description: &str) -> io::Result<Self> {
        let told = Description::parse(description)
            .map_err(|why| io::Error::new(io::ErrorKind::InvalidInput, why))?;
        Self::new(Parts {
            init: told.init,
            init_fd: take(told.init_fd)?,
            owner: take(told.owner)?,
            user: take(told.user)?,
            shared_network: told.shared_network,
            porter: UnixStream::from(take(told.porter)?),
            filter: match told.filter {
                Some(fd) => read_filter(take(fd)?)?,
                None => Vec::new(),
            },
            groups: told
                .groups
                .iter()
                .map(|&fd| take(fd))
                .collect::<Result<_, _>>()?,
            limits: told.limits,
        })
    }

    /// La caja hecha de estas partes.
    ///
    /// # Errores
    /// Si no se le puede poner plazo a lo que diga el portero.
    pub fn new(parts: Parts) -> io::Result<Self> {
        parts.porter.set_read_timeout(Some(ANSWER))?;
        Ok(Self {
            init: parts.init,
            init_fd: parts.init_fd,
            owner: parts.owner,
            user: parts.user,
            shared_network: parts.shared_network,
            group_numbers: parts.groups.iter().map(AsRawFd::as_raw_fd).collect(),
            groups: parts.groups,
            filter: parts.filter.into(),
            limits: parts.limits.into(),
            porter: Mutex::new(parts.porter),
        })
    }

    /// Lo que otro proceso necesita para entrar. Tiene que heredar esos
    /// descriptores, y también `filter`, donde están las instrucciones del filtro.
    pub fn describe(&self, filter: Option<i32>) -> Description {
        Description {
            init: self.init,
            init_fd: self.init_fd.as_raw_fd(),
            owner: self.owner.as_raw_fd(),
            user: self.user.as_raw_fd(),
            porter: self.porter().as_raw_fd(),
            shared_network: self.shared_network,
            filter,
            groups: self.group_numbers.to_vec(),
            limits: self.limits.to_vec(),
        }
    }

    /// El pidfd del primer proceso: matarlo es acabar con la caja.
    pub fn init_fd(&self) -> BorrowedFd<'_> {
        self.init_fd.as_fd()
    }

    /// El PID, visto desde fuera, del primer proceso de la caja.
    pub fn init(&self) -> i32 {
        self.init
    }

    /// Por dónde se entra. Vale mientras viva la caja.
    pub fn door(&self) -> Door {
        Door {
            init: self.init_fd.as_raw_fd(),
            owner: self.owner.as_raw_fd(),
            user: self.user.as_raw_fd(),
            shared_network: self.shared_network,
            groups: Arc::clone(&self.group_numbers),
            limits: Arc::clone(&self.limits),
            filter: Arc::clone(&self.filter),
        }
    }

    /// Desde ahora, los huérfanos que terminen se quedan como zombis.
    ///
    /// # Errores
    /// Si la caja ya no existe o el portero no contesta.
    pub fn keep_zombies(&self) -> io::Result<()> {
        self.order(b'h')
    }

    /// Desde ahora, los huérfanos que terminen se recogen solos; y los que ya haya.
    ///
    /// # Errores
    /// Si la caja ya no existe o el portero no contesta.
    pub fn reap_zombies(&self) -> io::Result<()> {
        self.order(b'a')
    }

    /// Mata a todos los que haya dentro, menos al portero.
    ///
    /// # Errores
    /// Si la caja ya no existe o el portero no contesta.
    pub fn kill_everyone(&self) -> io::Result<()> {
        self.order(b'k')
    }

    fn porter(&self) -> MutexGuard<'_, UnixStream> {
        match self.porter.lock() {
            Ok(porter) => porter,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    fn order(&self, letter: u8) -> io::Result<()> {
        let mut porter = self.porter();
        porter.write_all(&[letter])?;
        let mut answer = [0];
        porter.read_exact(&mut answer)?;
        if answer[0] == letter {
            Ok(())
        } else {
            Err(io::Error::other("el portero de la caja contesta otra cosa"))
        }
    }
}

/// Se queda con un descriptor heredado.
fn take(fd: i32) -> io::Result<OwnedFd> {
    if fd <= 2 {
        return Err(Errno::EBADF.into());
    }
    // SEGURIDAD: quien lanzó este proceso nos dejó ese descriptor para que fuera
    // nuestro, y nadie más lo ha tomado: cada número se lee una vez.
    let fd = unsafe { OwnedFd::from_raw_fd(fd) };
    if let Err(errno) = fcntl(&fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC)) {
        // No había tal descriptor: no hay nada que cerrar.
        std::mem::forget(fd);
        return Err(errno.into());
    }
    Ok(fd)
}

fn read_filter(fd: OwnedFd) -> io::Result<Vec<sock_filter>> {
    use std::os::unix::fs::FileExt;
    let file = fs::File::from(fd);
    let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut bytes = vec![0; len];
    // Desde el principio: la posición del descriptor la comparten varios procesos.
    file.read_exact_at(&mut bytes, 0)?;
    Ok(bytes
        .chunks_exact(8)
        .map(|raw| sock_filter {
            code: u16::from_ne_bytes([raw[0], raw[1]]),
            jt: raw[2],
            jf: raw[3],
            k: u32::from_ne_bytes([raw[4], raw[5], raw[6], raw[7]]),
        })
        .collect())
}

/// Por donde el intermediario cuenta el PID del que entró.
pub struct Announcement {
    read: OwnedFd,
    write: OwnedFd,
}

impl Announcement {
    /// Una por entrada.
    ///
    /// # Errores
    /// Si no quedan descriptores.
    pub fn new() -> io::Result<Self> {
        let (read, write) = pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
        Ok(Self { read, write })
    }

    /// El extremo que se le da a [`Door::enter`].
    pub fn writer(&self) -> i32 {
        self.write.as_raw_fd()
    }

    /// Recoge al intermediario y dice el PID del que está dentro.
    ///
    /// # Errores
    /// El de la llamada que no dejó entrar.
    pub fn entered(self, intermediary: i32) -> io::Result<i32> {
        drop(self.write);
        let (mut errno, mut pid) = ([0; 4], [0; 4]);
        let mut read = fs::File::from(self.read);
        let got = read
            .read_exact(&mut errno)
            .and_then(|()| read.read_exact(&mut pid));
        let mut status = 0;
        // SEGURIDAD: `status` vive durante la llamada.
        while unsafe { libc::waitpid(intermediary, &raw mut status, libc::__WALL) } < 0
            && Errno::last() == Errno::EINTR
        {}
        got.map_err(|_| io::Error::other("el intermediario murió antes de entrar en la caja"))?;
        let (errno, pid) = (i32::from_ne_bytes(errno), i32::from_ne_bytes(pid));
        if errno == 0 {
            Ok(pid)
        } else {
            Err(io::Error::from_raw_os_error(errno))
        }
    }
}

/// El PID que tiene un proceso para los que están en su misma caja; el de siempre,
/// si no está en ninguna (`NSpid`, `proc_pid_status(5)`).
pub fn inner_pid(pid: i32) -> i32 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("NSpid:"))
        .and_then(|pids| pids.split_whitespace().next_back()?.parse().ok())
        .unwrap_or(pid)
}
