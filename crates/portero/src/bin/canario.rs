//! El canario: intenta desde dentro, sin hacer daño, lo que la caja tiene que impedir.
//!
//! Cada ejecución es un intento (`canario escribir /caja/testigo`). Dice en una línea
//! qué contestó el núcleo, y termina con 0 si se lo impidieron, con 1 si pudo, y con 2
//! si no se entiende lo que se le pide.
//!
//! Lo que no debe hacer nunca: nada que, sin caja, dañe a quien lo ejecuta. Los
//! procesos que crea y la memoria que ocupa están acotados aquí, y no solo por los
//! límites que pone a prueba; y a los procesos de otros solo les pregunta si existen.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::net::TcpStream;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::Path;
use std::process::ExitCode;

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{ForkResult, Pid, fork, getpid};

/// Lo que se escribe de una vez al llenar una carpeta.
const CHUNK: usize = 1 << 20;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((attempt, rest)) = args.split_first() else {
        return ExitCode::from(2);
    };
    match make(attempt, rest.first().map_or("", String::as_str)) {
        Some(Ok(how)) => {
            println!("ha podido: {how}");
            ExitCode::FAILURE
        }
        Some(Err(error)) => {
            println!("impedido: {error}");
            ExitCode::SUCCESS
        }
        None => ExitCode::from(2),
    }
}

/// Hace el intento. `Err` es que lo impidieron; `None`, que no se conoce.
fn make(attempt: &str, with: &str) -> Option<io::Result<String>> {
    let number = || with.parse::<usize>().ok();
    Some(match attempt {
        "escribir" => write_to(Path::new(with)),
        "leer" => fs::read(with).map(|bytes| format!("leer {} bytes", bytes.len())),
        "vecino" => connect_abstract(with),
        "internet" => connect_loopback(with.parse().ok()?),
        "ver" => see_others(),
        "montar" => remount(with),
        "anidar" => nest(),
        "trazar" => trace_the_first(),
        "llavero" => use_keyring(),
        "privilegios" => keep_privileges(),
        "descriptores" => inherit_descriptors(),
        "procesos" => multiply(number()?),
        "memoria" => take_memory(number()?),
        "archivo" => grow_a_file(number()?),
        "temporal" => fill(Path::new("/tmp"), number()?),
        "compartida" => fill(Path::new("/dev/shm"), number()?),
        _ => return None,
    })
}

fn refused(why: impl Into<String>) -> io::Error {
    io::Error::other(why.into())
}

fn write_to(path: &Path) -> io::Result<String> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(b"x")?;
    Ok(format!("escribir en {}", path.display()))
}

/// Los nombres abstractos son de cada red (`unix(7)`): con la suya propia, no se ve a
/// nadie, y el filtro de llamadas no tiene nada que ver.
fn connect_abstract(name: &str) -> io::Result<String> {
    UnixStream::connect_addr(&SocketAddr::from_abstract_name(name)?)?;
    Ok("hablar con un programa de fuera".to_owned())
}

fn connect_loopback(port: u16) -> io::Result<String> {
    TcpStream::connect(("127.0.0.1", port))?;
    Ok(format!("conectarse al puerto {port} de fuera"))
}

fn see_others() -> io::Result<String> {
    let known = [1, getpid().as_raw()];
    let others = fs::read_dir("/proc")?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid: &i32| !known.contains(pid))
        .count();
    if others == 0 {
        return Err(refused("solo se ve a sí mismo y al portero"));
    }
    Ok(format!("ver otros {others} procesos"))
}

/// Vuelve a montar `place` para escribir en él (`mount(2)`).
fn remount(place: &str) -> io::Result<String> {
    let path = std::ffi::CString::new(place)?;
    let flags = libc::MS_REMOUNT | libc::MS_BIND;
    let none = std::ptr::null();
    // SEGURIDAD: las cadenas viven durante la llamada, y los demás pueden ser nulos.
    Errno::result(unsafe { libc::mount(none, path.as_ptr(), none, flags, none.cast()) })?;
    Ok(format!("volver a montar {place}"))
}

/// Un espacio de usuarios dentro del suyo, donde sería administrador. Con `clone3`, que
/// un filtro de llamadas no puede mirar por dentro.
fn nest() -> io::Result<String> {
    // SEGURIDAD: un clone_args de ceros es válido.
    let mut args: libc::clone_args = unsafe { std::mem::zeroed() };
    args.flags = libc::CLONE_NEWUSER.unsigned_abs().into();
    args.exit_signal = libc::SIGCHLD.unsigned_abs().into();
    // SEGURIDAD: este proceso tiene un solo hilo, y sin CLONE_VM el hijo tiene su copia
    // de la memoria, como con fork; `args` vive durante la llamada.
    let born = unsafe { libc::syscall(libc::SYS_clone3, &raw mut args, size_of_val(&args)) };
    match Errno::result(born)? {
        // SEGURIDAD: el hijo no tiene nada que hacer.
        0 => unsafe { libc::_exit(0) },
        _ => Ok("crear un espacio de usuarios".to_owned()),
    }
}

fn trace_the_first() -> io::Result<String> {
    nix::sys::ptrace::seize(Pid::from_raw(1), nix::sys::ptrace::Options::empty())?;
    Ok("trazar al portero".to_owned())
}

fn use_keyring() -> io::Result<String> {
    // SEGURIDAD: esta petición solo lleva números.
    let id = unsafe {
        libc::syscall(
            libc::SYS_keyctl,
            libc::KEYCTL_GET_KEYRING_ID,
            libc::KEY_SPEC_SESSION_KEYRING,
            0,
        )
    };
    Errno::result(id)?;
    Ok("usar los llaveros del núcleo".to_owned())
}

fn keep_privileges() -> io::Result<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().trim().to_owned()
    };
    for name in ["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"] {
        if !field(name).trim_start_matches('0').is_empty() {
            return Ok(format!("conservar capacidades ({name} {})", field(name)));
        }
    }
    if field("NoNewPrivs:") != "1" {
        return Ok("ganar privilegios al ejecutar otro programa".to_owned());
    }
    if nix::unistd::geteuid().is_root() {
        return Ok("ser el administrador".to_owned());
    }
    Err(refused("no tiene ningún privilegio"))
}

fn inherit_descriptors() -> io::Result<String> {
    let open: Vec<String> = fs::read_dir("/proc/self/fd")?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    // Los tres de siempre y el de la propia carpeta.
    if open.len() <= 4 {
        return Err(refused("solo tiene los suyos"));
    }
    Ok(format!("heredar descriptores ({})", open.join(", ")))
}

/// Crea procesos que no hacen nada hasta que no puede más, o hasta `limit`.
fn multiply(limit: usize) -> io::Result<String> {
    let mut children = Vec::new();
    let stopped = loop {
        if children.len() >= limit {
            break None;
        }
        // SEGURIDAD: este proceso tiene un solo hilo, y el hijo solo espera.
        match unsafe { fork() } {
            Ok(ForkResult::Parent { child }) => children.push(child),
            Ok(ForkResult::Child) => loop {
                nix::unistd::pause();
            },
            Err(errno) => break Some(errno),
        }
    };
    for &child in &children {
        let _ = kill(child, Signal::SIGKILL);
        let _ = nix::sys::wait::waitpid(child, None);
    }
    match stopped {
        Some(errno) => Err(refused(format!("{} procesos, y {errno}", children.len()))),
        None => Ok(format!("crear {limit} procesos")),
    }
}

fn take_memory(bytes: usize) -> io::Result<String> {
    let (prot, flags) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
    );
    // SEGURIDAD: una región nueva donde diga el núcleo, que nadie llega a usar.
    let place = unsafe { libc::mmap(std::ptr::null_mut(), bytes, prot, flags, -1, 0) };
    if place == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    Ok(format!("reservar {} MiB", bytes >> 20))
}

fn grow_a_file(bytes: usize) -> io::Result<String> {
    // Que el núcleo lo diga con un error, y no con una señal (`setrlimit(2)`).
    // SEGURIDAD: no se instala ninguna función como manejador.
    unsafe { nix::sys::signal::signal(Signal::SIGXFSZ, nix::sys::signal::SigHandler::SigIgn) }?;
    let path = "/tmp/crece";
    let file = File::create(path)?;
    let grown = file.set_len(u64::try_from(bytes).unwrap_or(u64::MAX));
    let _ = fs::remove_file(path);
    grown.map(|()| format!("hacer un archivo de {} MiB", bytes >> 20))
}

/// Escribe en `folder` hasta que no cabe más, o hasta `bytes`.
fn fill(folder: &Path, bytes: usize) -> io::Result<String> {
    let mut made = Vec::new();
    let mut result = Ok(format!(
        "llenar {} con {} MiB",
        folder.display(),
        bytes >> 20
    ));
    for place in 0..bytes / CHUNK {
        let path = folder.join(format!("lleno-{place}"));
        let written = fs::write(&path, vec![1; CHUNK]);
        made.push(path);
        if let Err(error) = written {
            result = Err(error);
            break;
        }
    }
    for path in made {
        let _ = fs::remove_file(path);
    }
    result
}
