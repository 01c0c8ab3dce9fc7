//! Poner en marcha el programa: trazado desde su primera instrucción, con el
//! filtro puesto, sin azar de direcciones y con la entrada y las salidas en
//! manos del explorador.

use std::ffi::{CString, OsStr};
use std::fs;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::personality::{self, Persona};
use nix::sys::prctl::set_no_new_privs;
use nix::sys::ptrace;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{SigSet, Signal, kill};
use nix::unistd::{ForkResult, chdir, fork, getpid, pipe2, setpgid};

use crate::cage::{Announcement, Door, install_filter};
use crate::error::Error;
use crate::filter::{Magic, program as filter_program};
use crate::program::Program;
use crate::sys::{self, Pid, Resume, Stop};
use crate::untraceable::Untraceable;

/// Con qué código termina el hijo si no le dejan ser trazado.
const CANNOT_TRACE: i32 = 121;
/// Con qué código termina si no le dejan poner el filtro.
const CANNOT_FILTER: i32 = 122;
/// Con qué código termina si no puede entrar en su directorio.
const CANNOT_CHDIR: i32 = 123;
/// Con qué código termina si no puede ponerse los límites de la caja.
const CANNOT_SETTLE: i32 = 124;

/// Lo que una tubería de salida puede guardar sin que nadie lea.
const PIPE_BYTES: i32 = 1 << 20;

/// La entrada y las salidas del programa, vistas desde el explorador.
pub(crate) struct Streams {
    stdin: OwnedFd,
    stdout: OwnedFd,
    stderr: OwnedFd,
}

impl Streams {
    /// Vuelve la entrada a su principio.
    pub fn rewind(&self) -> Result<(), Errno> {
        nix::unistd::lseek(&self.stdin, 0, nix::unistd::Whence::SeekSet).map(drop)
    }

    /// Todo lo escrito en las dos salidas desde la última vez. Casi siempre es nada, y
    /// saberlo cuesta una llamada en vez de dos.
    pub fn drain(&self, stdout: &mut Vec<u8>, stderr: &mut Vec<u8>) {
        let [out_ready, err_ready] = sys::readable_now([&self.stdout, &self.stderr]);
        if out_ready {
            drain(&self.stdout, stdout);
        }
        if err_ready {
            drain(&self.stderr, stderr);
        }
    }

    /// El objeto que hay detrás de cada salida.
    pub fn output_identities(&self) -> [Option<(u64, u64)>; 2] {
        [&self.stdout, &self.stderr]
            .map(|fd| sys::identity(fd).ok().map(|(dev, ino, _)| (dev, ino)))
    }
}

fn drain(fd: &OwnedFd, into: &mut Vec<u8>) {
    let mut buffer = [0; 1 << 14];
    while let Ok(got @ 1..) = nix::unistd::read(fd, &mut buffer) {
        into.extend_from_slice(&buffer[..got]);
    }
}

/// Un programa recién puesto en marcha, parado en su primera instrucción.
pub(crate) struct Launched {
    pub pid: Pid,
    pub streams: Streams,
}

/// Lo que el hijo necesita después de `fork`, ya preparado: entre `fork` y
/// `exec` no se puede reservar memoria.
struct Prepared {
    path: CString,
    argv: Vec<*const libc::c_char>,
    envp: Vec<*const libc::c_char>,
    cwd: Option<CString>,
    filter: Vec<libc::sock_filter>,
    fds: [RawFd; 3],
    /// La caja en la que hay que entrar, y por dónde se cuenta que se ha entrado.
    door: Option<(Door, RawFd)>,
}

fn c_string(text: &OsStr) -> Result<CString, Error> {
    CString::new(text.as_bytes())
        .map_err(|_| Error::Start("un argumento contiene un byte cero".to_string()))
}

fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings
        .iter()
        .map(|text| text.as_ptr())
        .chain([std::ptr::null()])
        .collect()
}

/// Pone en marcha el programa.
pub(crate) fn launch(program: &Program, magic: Magic) -> Result<Launched, Error> {
    let argv: Vec<CString> = std::iter::once(program.path.as_os_str())
        .chain(program.args.iter().map(AsRef::as_ref))
        .map(c_string)
        .collect::<Result<_, _>>()?;
    let mut envp = Vec::new();
    for (name, value) in &program.env {
        let mut entry = name.clone();
        entry.push("=");
        entry.push(value);
        envp.push(c_string(&entry)?);
    }
    let (streams, child_ends) = open_streams(&program.stdin)?;
    let outside = |error: io::Error| {
        let errno = error.raw_os_error().map_or(Errno::EIO, Errno::from_raw);
        Error::system("entrar en la caja", errno)
    };
    let announcement = program
        .cage
        .is_some()
        .then(Announcement::new)
        .transpose()
        .map_err(outside)?;
    let door = program.cage.as_ref().map(|cage| cage.door());
    let prepared = Prepared {
        path: c_string(program.path.as_os_str())?,
        argv: pointers(&argv),
        envp: pointers(&envp),
        cwd: program
            .cwd
            .as_deref()
            .map(|dir| c_string(dir.as_os_str()))
            .transpose()?,
        filter: filter_program(magic),
        fds: child_ends.each_ref().map(AsRawFd::as_raw_fd),
        door: door.zip(announcement.as_ref().map(Announcement::writer)),
    };
    // SEGURIDAD: el hijo solo hace llamadas al sistema con lo ya preparado
    // hasta `execve` o `_exit`: ni reserva memoria ni toma cerrojos.
    let pid = match unsafe { fork() } {
        Err(errno) => return Err(Error::system("crear el proceso que se explora", errno)),
        // SEGURIDAD: estamos en el hijo y `prepared` está completo.
        Ok(ForkResult::Child) => unsafe { become_program(&prepared) },
        Ok(ForkResult::Parent { child }) => child.as_raw(),
    };
    drop(child_ends);
    let pid = match announcement {
        Some(announcement) => announcement.entered(pid).map_err(outside)?,
        None => pid,
    };
    match follow_to_exec(pid, program) {
        Ok(()) => Ok(Launched { pid, streams }),
        Err(error) => {
            sys::destroy(pid);
            Err(error)
        }
    }
}

fn open_streams(stdin: &[u8]) -> Result<(Streams, [OwnedFd; 3]), Error> {
    let failed = |errno| Error::system("preparar la entrada y las salidas del programa", errno);
    let input = memfd_create(c"entrada", MFdFlags::MFD_CLOEXEC).map_err(failed)?;
    let file = std::fs::File::from(input);
    file.write_all_at(stdin, 0)
        .map_err(|error| failed(error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)))?;
    let input = OwnedFd::from(file);
    let ours = input.try_clone().map_err(|_| failed(Errno::EMFILE))?;
    let (out_read, out_write) = pipe2(OFlag::O_CLOEXEC).map_err(failed)?;
    let (err_read, err_write) = pipe2(OFlag::O_CLOEXEC).map_err(failed)?;
    for pipe in [&out_read, &err_read] {
        fcntl(pipe, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).map_err(failed)?;
        // Sin sitio de sobra también funciona: se vacía tras cada escritura.
        let _ = fcntl(pipe, FcntlArg::F_SETPIPE_SZ(PIPE_BYTES));
    }
    let streams = Streams {
        stdin: ours,
        stdout: out_read,
        stderr: err_read,
    };
    Ok((streams, [input, out_write, err_write]))
}

/// Lo que el hijo hace hasta ser el programa. No vuelve.
///
/// # Seguridad
/// Solo en un proceso recién creado con `fork`, con `prepared` completo.
unsafe fn become_program(prepared: &Prepared) -> ! {
    reset_signals();
    // SEGURIDAD: son números de descriptor; en este proceso, recién nacido, no los usa
    // nadie más.
    unsafe {
        // Primero a números altos: los extremos pueden ser ya 0, 1 o 2.
        let high = prepared.fds.map(|fd| libc::fcntl(fd, libc::F_DUPFD, 10));
        for (target, fd) in (0..).zip(high) {
            libc::dup2(fd, target);
        }
    }
    if let Some((door, announce)) = &prepared.door {
        // SEGURIDAD: las condiciones son las de esta función.
        unsafe { door.enter(*announce) };
    }
    // SEGURIDAD: de aquí en adelante no se usa ningún descriptor que no sea 0, 1 o 2.
    unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0) };
    let or_die = |code: i32, done: Result<(), Errno>| {
        if done.is_err() {
            // SEGURIDAD: termina sin ejecutar nada de lo que dejó el padre.
            unsafe { libc::_exit(code) }
        }
    };
    let _ = setpgid(nix::unistd::Pid::from_raw(0), nix::unistd::Pid::from_raw(0));
    if let Some((door, _)) = &prepared.door {
        or_die(CANNOT_SETTLE, door.settle());
    }
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let _ = personality::set(Persona::ADDR_NO_RANDOMIZE);
    if let Some(cwd) = &prepared.cwd {
        or_die(CANNOT_CHDIR, chdir(cwd.as_c_str()));
    }
    or_die(CANNOT_TRACE, ptrace::traceme());
    // El que traza pone sus opciones aquí, antes de que exista el filtro.
    // `raise` no vale: recuerda el PID del que llamó a `fork`.
    let _ = kill(getpid(), Signal::SIGSTOP);
    or_die(CANNOT_FILTER, set_no_new_privs());
    or_die(CANNOT_FILTER, install_filter(&prepared.filter));
    if let Some((door, _)) = &prepared.door {
        or_die(CANNOT_FILTER, door.lock());
    }
    // SEGURIDAD: las tres cosas acaban como `execve` pide, y son de `prepared`.
    unsafe {
        libc::execve(
            prepared.path.as_ptr(),
            prepared.argv.as_ptr(),
            prepared.envp.as_ptr(),
        );
        libc::_exit(127)
    }
}

/// Las señales, como en un proceso recién nacido: el que explora puede ignorar
/// o bloquear algunas y eso se hereda.
fn reset_signals() {
    for signal in 1..=64 {
        // SEGURIDAD: la disposición de siempre no llama a nada de este programa.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    let _ = SigSet::empty().thread_set_mask();
}

/// Acompaña al hijo desde que nace hasta que el programa está cargado.
fn follow_to_exec(pid: Pid, program: &Program) -> Result<(), Error> {
    let failed = |errno| Error::system("seguir al programa mientras arranca", errno);
    let stop = sys::wait(pid).map_err(failed)?;
    if stop != Stop::Signal(libc::SIGSTOP) {
        return Err(early_death(stop, program));
    }
    sys::set_options(pid).map_err(failed)?;
    sys::resume(pid, Resume::Free, 0).map_err(failed)?;
    loop {
        match sys::wait(pid).map_err(failed)? {
            Stop::Executed => return Ok(()),
            // La entrada en `execve`: su salida dirá si se pudo. Las demás son nuestras,
            // entre el filtro y el programa: poner el de la caja.
            Stop::CallEntry => {
                let call = sys::regs(pid).map_err(failed)?.call();
                let onwards = if call == libc::SYS_execve {
                    Resume::ToCallExit
                } else {
                    Resume::Free
                };
                sys::resume(pid, onwards, 0).map_err(failed)?;
            }
            Stop::CallExit => {
                let result = sys::regs(pid).map_err(failed)?.result();
                let errno = i32::try_from(-result).unwrap_or(0);
                return Err(Error::Start(explain_exec(errno, program)));
            }
            Stop::Signal(_) => sys::resume(pid, Resume::Free, 0).map_err(failed)?,
            other => return Err(early_death(other, program)),
        }
    }
}

fn early_death(stop: Stop, program: &Program) -> Error {
    match stop {
        Stop::Exited(CANNOT_TRACE) => Error::PtraceUnavailable(
            other_tracer().map_or(Untraceable::Forbidden, Untraceable::Followed),
        ),
        Stop::Exited(CANNOT_FILTER) => Error::PtraceUnavailable(Untraceable::NoFilters),
        Stop::Exited(CANNOT_SETTLE) => {
            Error::Start("no se le pueden poner los límites de la caja".to_string())
        }
        Stop::Exited(CANNOT_CHDIR) => Error::Start(format!(
            "no se puede entrar en el directorio {}",
            program.cwd.as_deref().unwrap_or("".as_ref()).display()
        )),
        other => Error::Start(format!("murió antes de empezar ({other:?})")),
    }
}

/// Quien traza a este proceso y, por tanto, a los que crea: `strace -f`, un depurador.
fn other_tracer() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("TracerPid:"))?;
    let pid: u32 = line.trim().parse().ok().filter(|&pid| pid != 0)?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(name.trim().to_owned())
}

fn explain_exec(errno: i32, program: &Program) -> String {
    let path = program.path.display();
    match Errno::from_raw(errno) {
        Errno::ENOENT if program.path.exists() => {
            format!("{path} existe, pero no el intérprete o cargador que pide")
        }
        Errno::ENOENT => {
            let name = program.path.file_name().unwrap_or_default();
            let name = name.to_string_lossy();
            // Donde deja cargo lo que compila, ya se sabe cómo se compila.
            if program
                .path
                .parent()
                .is_some_and(|folder| folder.ends_with("target/debug"))
            {
                format!("no existe {path}; compílalo primero: cargo build -p {name}")
            } else {
                format!(
                    "no existe {path}; compílalo primero, o da su ruta (./{name}) si está en este directorio"
                )
            }
        }
        Errno::EACCES => format!("{path} no es ejecutable (¿falta chmod +x, o es un directorio?)"),
        Errno::ENOEXEC => format!("{path} no es un programa (ni ELF ni guion con #!)"),
        _ => format!("{path}: {}", io::Error::from_raw_os_error(errno)),
    }
}
