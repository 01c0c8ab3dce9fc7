//! Envoltorios seguros de las pocas llamadas que `nix` no cubre como hace falta
//! (señales de tiempo real en `waitpid`, máscaras de señales de otro proceso,
//! descriptores de otro proceso). Aquí no se decide nada.

use std::fs::DirEntry;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::path::PathBuf;
use std::ptr;

use nix::errno::Errno;

use crate::arch::Regs;

pub(crate) type Pid = i32;
pub(crate) type Sys<T> = Result<T, Errno>;

/// Cómo se deja seguir a un proceso parado.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resume {
    /// Hasta la próxima parada que pida el filtro, una señal o el final.
    Free,
    /// Hasta la salida de la llamada en la que está.
    ToCallExit,
    /// Una instrucción.
    OneInstruction,
}

/// Por qué se paró un proceso.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Exited(i32),
    Killed(i32),
    /// A punto de hacer una llamada que el filtro señala.
    CallEntry,
    CallExit,
    /// Acaba de crear este proceso.
    Forked(Pid),
    Executed,
    /// Una señal está a punto de llegarle.
    Signal(i32),
}

fn request(what: libc::c_uint, pid: Pid, address: usize, data: usize) -> Sys<i64> {
    // SEGURIDAD: las peticiones que llegan aquí pasan números, o punteros a
    // objetos del tamaño que la petición escribe y que viven durante la llamada.
    Errno::result(unsafe { libc::ptrace(what, pid, address, data) })
}

pub(crate) fn set_options(pid: Pid) -> Sys<()> {
    let options = libc::PTRACE_O_TRACESYSGOOD
        | libc::PTRACE_O_TRACEFORK
        | libc::PTRACE_O_TRACEVFORK
        | libc::PTRACE_O_TRACECLONE
        | libc::PTRACE_O_TRACEEXEC
        | libc::PTRACE_O_TRACESECCOMP
        | libc::PTRACE_O_EXITKILL;
    request(
        libc::PTRACE_SETOPTIONS,
        pid,
        0,
        usize::try_from(options).unwrap_or(0),
    )
    .map(drop)
}

pub(crate) fn resume(pid: Pid, how: Resume, signal: i32) -> Sys<()> {
    let what = match how {
        Resume::Free => libc::PTRACE_CONT,
        Resume::ToCallExit => libc::PTRACE_SYSCALL,
        Resume::OneInstruction => libc::PTRACE_SINGLESTEP,
    };
    request(what, pid, 0, usize::try_from(signal).unwrap_or(0)).map(drop)
}

pub(crate) fn regs(pid: Pid) -> Sys<Regs> {
    nix::sys::ptrace::getregs(nix::unistd::Pid::from_raw(pid)).map(Regs)
}

pub(crate) fn set_regs(pid: Pid, regs: &Regs) -> Sys<()> {
    nix::sys::ptrace::setregs(nix::unistd::Pid::from_raw(pid), regs.0)
}

pub(crate) fn siginfo(pid: Pid) -> Sys<libc::siginfo_t> {
    nix::sys::ptrace::getsiginfo(nix::unistd::Pid::from_raw(pid))
}

pub(crate) fn set_siginfo(pid: Pid, info: &libc::siginfo_t) -> Sys<()> {
    nix::sys::ptrace::setsiginfo(nix::unistd::Pid::from_raw(pid), info)
}

/// Las señales bloqueadas de un proceso parado: el bit n−1 es la señal n.
pub(crate) fn signal_mask(pid: Pid) -> Sys<u64> {
    let mut mask = 0_u64;
    let place = ptr::from_mut(&mut mask) as usize;
    request(libc::PTRACE_GETSIGMASK, pid, size_of::<u64>(), place)?;
    Ok(mask)
}

pub(crate) fn set_signal_mask(pid: Pid, mask: u64) -> Sys<()> {
    let place = ptr::from_ref(&mask) as usize;
    request(libc::PTRACE_SETSIGMASK, pid, size_of::<u64>(), place).map(drop)
}

fn event_message(pid: Pid) -> Sys<i64> {
    nix::sys::ptrace::getevent(nix::unistd::Pid::from_raw(pid))
}

/// Espera a que **este** proceso se pare o termine. Nunca mira a otros: puede
/// haber más exploraciones, u otros hijos, en el mismo programa.
pub(crate) fn wait(pid: Pid) -> Sys<Stop> {
    let status = wait_status(pid, 0)?;
    describe(pid, status.unwrap_or(0))
}

/// Como [`wait`], pero si no se ha parado todavía devuelve `None`.
pub(crate) fn poll_stop(pid: Pid) -> Sys<Option<Stop>> {
    wait_status(pid, libc::WNOHANG)?
        .map(|status| describe(pid, status))
        .transpose()
}

fn wait_status(pid: Pid, flags: i32) -> Sys<Option<i32>> {
    let mut status = 0;
    loop {
        // SEGURIDAD: `status` vive durante la llamada.
        let got = unsafe {
            libc::waitpid(
                pid,
                &raw mut status,
                flags | libc::__WALL | libc::__WNOTHREAD,
            )
        };
        match Errno::result(got) {
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
            Ok(0) => return Ok(None),
            Ok(_) => return Ok(Some(status)),
        }
    }
}

fn describe(pid: Pid, status: i32) -> Sys<Stop> {
    if libc::WIFEXITED(status) {
        return Ok(Stop::Exited(libc::WEXITSTATUS(status)));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(Stop::Killed(libc::WTERMSIG(status)));
    }
    let signal = libc::WSTOPSIG(status);
    match status >> 16 {
        libc::PTRACE_EVENT_SECCOMP => Ok(Stop::CallEntry),
        libc::PTRACE_EVENT_EXEC => Ok(Stop::Executed),
        libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK | libc::PTRACE_EVENT_CLONE => {
            let child = event_message(pid)?;
            Ok(Stop::Forked(Pid::try_from(child).unwrap_or(0)))
        }
        _ if signal == libc::SIGTRAP | 0x80 => Ok(Stop::CallExit),
        _ => Ok(Stop::Signal(signal)),
    }
}

/// Mata a un proceso trazado y lo recoge. Que ya no exista no es un error.
pub(crate) fn destroy(pid: Pid) {
    // SEGURIDAD: sin punteros; el proceso es nuestro y aún no se ha recogido,
    // así que su número no puede ser de otro.
    unsafe { libc::kill(pid, libc::SIGKILL) };
    while let Ok(Some(status)) = wait_status(pid, 0) {
        if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) {
            break;
        }
        // Una parada que quedaba por contar: la muerte viene detrás.
        let _ = resume(pid, Resume::Free, 0);
    }
}

/// Manda una señal a un proceso trazado.
pub(crate) fn kill(pid: Pid, signal: i32) -> Sys<()> {
    // SEGURIDAD: sin punteros.
    Errno::result(unsafe { libc::kill(pid, signal) }).map(drop)
}

/// Manda a un proceso trazado una señal que lleva un dato (`sigqueue(3)`).
pub(crate) fn queue(pid: Pid, signal: i32, value: u64) -> Sys<()> {
    // SEGURIDAD: `siginfo_t` son números; todo ceros es un valor suyo.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    info.si_signo = signal;
    info.si_code = libc::SI_QUEUE;
    // SEGURIDAD: mide 128 bytes, y el dato es el entero de 64 bits del byte 24.
    unsafe { (&raw mut info).cast::<u64>().add(3).write(value) };
    // SEGURIDAD: `info` vive durante la llamada.
    let sent = unsafe { libc::syscall(libc::SYS_rt_sigqueueinfo, pid, signal, &raw const info) };
    Errno::result(sent).map(drop)
}

/// Dónde tiene un proceso la lista de sus cerrojos robustos.
pub(crate) fn robust_list(pid: Pid) -> Sys<u64> {
    let (mut head, mut length) = (0_u64, 0_usize);
    // SEGURIDAD: los dos sitios viven durante la llamada y miden lo que escribe.
    let got = unsafe {
        libc::syscall(
            libc::SYS_get_robust_list,
            pid,
            &raw mut head,
            &raw mut length,
        )
    };
    Errno::result(got).map(|_| head)
}

/// El usuario de quien explora, y de lo explorado.
pub(crate) fn user() -> u32 {
    // SEGURIDAD: sin punteros, y nunca falla.
    unsafe { libc::getuid() }
}

fn raw_fd(result: libc::c_long) -> Sys<OwnedFd> {
    let fd = Errno::result(result)?;
    let fd = i32::try_from(fd).map_err(|_| Errno::EBADF)?;
    // SEGURIDAD: el núcleo acaba de dar este descriptor y nadie más lo tiene.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Un descriptor que representa al proceso.
pub(crate) fn pidfd(pid: Pid) -> Sys<OwnedFd> {
    // SEGURIDAD: sin punteros.
    raw_fd(unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) })
}

/// Una copia nuestra del descriptor `fd` del proceso: la misma apertura, con su
/// misma posición.
pub(crate) fn borrow_fd(pidfd: &OwnedFd, fd: i32) -> Sys<OwnedFd> {
    // SEGURIDAD: sin punteros.
    raw_fd(unsafe { libc::syscall(libc::SYS_pidfd_getfd, pidfd.as_raw_fd(), fd, 0) })
}

/// Los descriptores abiertos del proceso: el número de cada uno, y su enlace en `/proc`.
/// Ninguno, si ya no vive.
pub(crate) fn descriptors(pid: Pid) -> Vec<(i32, PathBuf)> {
    let numbered = |entry: DirEntry| {
        let number = entry.file_name().to_str()?.parse().ok()?;
        Some((number, entry.path()))
    };
    std::fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten()
        .filter_map(|entry| numbered(entry.ok()?))
        .collect()
}

/// Lo que el descriptor permite hacer ahora sin esperar (`POLLIN`, `POLLOUT`…).
pub(crate) fn readiness(fd: &OwnedFd, events: i16) -> i16 {
    let mut entry = libc::pollfd {
        fd: fd.as_raw_fd(),
        events,
        revents: 0,
    };
    // SEGURIDAD: una sola entrada, que vive durante la llamada.
    unsafe { libc::poll(&raw mut entry, 1, 0) };
    entry.revents
}

/// En cuáles de estos descriptores hay algo que leer.
pub(crate) fn readable_now(fds: [&OwnedFd; 2]) -> [bool; 2] {
    let mut entries = fds.map(|fd| libc::pollfd {
        fd: fd.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    });
    // SEGURIDAD: son dos entradas, que viven durante la llamada.
    unsafe { libc::poll(entries.as_mut_ptr(), 2, 0) };
    entries.map(|entry| entry.revents & libc::POLLIN != 0)
}

/// Qué objeto hay detrás de un descriptor.
pub(crate) fn identity(fd: &OwnedFd) -> Sys<(u64, u64, u32)> {
    let stat = nix::sys::stat::fstat(fd)?;
    Ok((stat.st_dev, stat.st_ino, stat.st_mode))
}
