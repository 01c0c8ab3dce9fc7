//! La vigilancia de una ejecución en marcha.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::{ChildStderr, ChildStdin, ChildStdout, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl::set_child_subreaper;
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nix::unistd::Pid;

use super::capture::{Capture, Line};
use super::kin;
use super::main_process::Main;
use super::patience::{GLANCE, Patience};
use super::sweep::{self, Leftovers};
use super::{End, Finished};
use crate::failure::Failure;

/// Bytes de salida a partir de los que un programa se da por desbocado.
const FLOOD: usize = 16 << 20;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Prepara este proceso para vigilar a otros: adopta a los huérfanos, y con
/// Ctrl-C barre antes de irse. Se llama una vez, antes de la primera ejecución.
pub fn adopt_orphans() {
    // Solo falla en un núcleo anterior a Linux 3.4, y pidfd_open(2) pide otro más nuevo.
    let _ = set_child_subreaper(true);
    let action = SigAction::new(
        SigHandler::Handler(note_interrupt),
        SaFlags::empty(),
        SigSet::empty(),
    );
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        // SEGURIDAD: el manejador solo escribe en un atómico. Con señales que se pueden
        // atrapar no falla.
        let _ = unsafe { sigaction(signal, &action) };
    }
}

extern "C" fn note_interrupt(_: libc::c_int) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Una ejecución en marcha. Al soltarla no queda nada de ella.
pub struct Running {
    main: Main,
    exit: OwnedFd,
    stdin: Option<ChildStdin>,
    stdout: Stream<ChildStdout>,
    stderr: Stream<ChildStderr>,
    patience: Patience,
    forced: Option<End>,
    /// Por qué el juez dejó de poder vigilarlo: de eso no tiene la culpa el programa.
    blind: Option<Errno>,
    reaped: bool,
    on_end: Box<dyn FnOnce(&Finished)>,
}

/// Una salida del programa: de dónde se lee y lo que ha llegado.
struct Stream<R> {
    source: Option<R>,
    capture: Capture,
}

impl<R: Read + AsFd> Stream<R> {
    fn new(source: Option<R>) -> Self {
        Self {
            source,
            capture: Capture::default(),
        }
    }

    /// Lee lo que haya; al llegar al final, la cierra.
    fn pump(&mut self) {
        let Some(source) = &mut self.source else {
            return;
        };
        let mut buffer = [0; 16 * 1024];
        match source.read(&mut buffer) {
            Ok(0) => self.source = None,
            Ok(count) => self.capture.push(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.source = None,
        }
    }

    /// Lee lo que haya, sin esperar a nadie, y la cierra.
    fn drain(&mut self) {
        if let Some(source) = &self.source
            && fcntl(source, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).is_err()
        {
            self.source = None;
        }
        while self.source.is_some() {
            self.pump();
        }
    }
}

/// Qué ha pasado en una espera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wake {
    /// Llegó algo, o se puede escribir.
    Progress,
    /// El proceso principal ha terminado.
    Exited,
    /// El juez lo da por perdido.
    Forced,
}

impl Running {
    pub(super) fn new(
        mut main: Main,
        limit: Duration,
        on_end: impl FnOnce(&Finished) + 'static,
    ) -> io::Result<Self> {
        let exit = exit_watch(main.pid)?;
        kin::watch(main.pid);
        let stdin = main.child.stdin.take();
        if let Some(stdin) = &stdin {
            // Un programa que no lee no debe dejar parado al juez.
            fcntl(stdin, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok(Self {
            stdout: Stream::new(main.child.stdout.take()),
            stderr: Stream::new(main.child.stderr.take()),
            stdin,
            main,
            exit,
            patience: Patience::new(limit),
            forced: None,
            blind: None,
            reaped: false,
            on_end: Box::new(on_end),
        })
    }

    /// El PID del proceso principal, visto por el juez.
    pub fn pid(&self) -> Pid {
        self.main.pid
    }

    /// Lo que ha escrito hasta ahora por la salida estándar.
    pub fn out(&self) -> String {
        self.stdout.capture.text()
    }

    /// Espera a que la salida estándar contenga `marker`. Dice si llegó: `false`
    /// significa que el programa terminó, o se le acabó el plazo, sin escribirlo.
    pub fn wait_for_output(&mut self, marker: &str) -> bool {
        loop {
            if self.out().contains(marker) {
                return true;
            }
            if !self.more_output() {
                return false;
            }
        }
    }

    /// Escribe en la entrada estándar del programa. Dice si pudo.
    pub fn send(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let Some(stdin) = &mut self.stdin else {
                return false;
            };
            match stdin.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if self.step(true) != Wake::Progress {
                        return false;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// Lee una línea que el programa escriba después de los primeros `from` bytes.
    /// `None` si terminó, o se le acabó el plazo, sin completarla.
    pub fn line_after(&mut self, from: usize) -> Option<Line> {
        loop {
            if let Some(line) = self.stdout.capture.line_from(from) {
                return Some(line);
            }
            if !self.more_output() {
                return None;
            }
        }
    }

    /// Espera a que pase algo y dice si todavía puede llegar más salida. Que el
    /// programa haya muerto no basta: lo último que dijo puede seguir en la tubería.
    fn more_output(&mut self) -> bool {
        let before = self.stdout.capture.total();
        let wake = self.step(false);
        let grew = self.stdout.capture.total() > before;
        grew || (wake == Wake::Progress && self.stdout.source.is_some())
    }

    /// Olvida la salida estándar leída: para las conversaciones largas.
    pub fn forget_output(&mut self) {
        self.stdout.capture = Capture::default();
    }

    /// Da al programa un plazo nuevo, entero, desde ahora.
    pub fn renew_deadline(&mut self) {
        self.patience.renew();
    }

    /// Cierra su entrada, espera a que termine y barre lo que deje.
    ///
    /// # Errores
    /// Si no se le puede vigilar o recoger, que es cosa del juez y no suya.
    pub fn finish(mut self) -> Result<Finished, Failure> {
        self.stdin = None;
        while self.step(false) == Wake::Progress {}
        let (status, left) = self.reap();
        self.drain();
        if let Some(errno) = self.blind {
            let why = castellano::errno::describe(errno);
            return Err(Failure::tool(format!(
                "No se pudo seguir vigilando al programa: {why}."
            )));
        }
        let end = match (self.forced, status) {
            (Some(end), _) => end,
            (None, Ok(status)) => end_of(status),
            (None, Err(error)) => {
                return Err(Failure::tool(format!(
                    "No se pudo recoger al programa: {error}."
                )));
            }
        };
        let on_end = std::mem::replace(&mut self.on_end, Box::new(|_| ()));
        let run = self.finished(end, left);
        on_end(&run);
        Ok(run)
    }

    fn finished(&mut self, end: End, left: Leftovers) -> Finished {
        Finished {
            pid: self.main.own_pid(),
            end,
            stdout: std::mem::take(&mut self.stdout.capture),
            stderr: std::mem::take(&mut self.stderr.capture),
            left_running: left.running,
            zombies: left.zombies,
            processes: self.patience.most_processes().max(left.total() + 1),
        }
    }

    /// Mata al principal si sigue vivo, lo recoge, cuenta lo que deja y lo barre.
    fn reap(&mut self) -> (io::Result<ExitStatus>, Leftovers) {
        let status = self.main.end();
        kin::unwatch(self.pid());
        let left = sweep::census();
        sweep::sweep();
        self.reaped = true;
        (status, left)
    }

    /// Lo que quedara en las tuberías. Si, a pesar del barrido, alguien las tuviera abiertas
    /// todavía, no se espera por él.
    fn drain(&mut self) {
        self.stdout.drain();
        self.stderr.drain();
    }

    /// Espera a que pase algo y lo atiende. Con `to_write`, también a que se pueda
    /// escribir en su entrada.
    fn step(&mut self, to_write: bool) -> Wake {
        if let Some(wake) = self.give_up() {
            return wake;
        }
        let stdin = self.stdin.as_ref().filter(|_| to_write).map(AsFd::as_fd);
        let ready = match wait(&self.exit, &self.stdout, &self.stderr, stdin) {
            Ok(ready) => ready,
            Err(Errno::EINTR) => return Wake::Progress,
            Err(errno) => {
                self.blind = Some(errno);
                return Wake::Forced;
            }
        };
        if ready.stdout {
            self.stdout.pump();
        }
        if ready.stderr {
            self.stderr.pump();
        }
        if ready.exited {
            Wake::Exited
        } else {
            Wake::Progress
        }
    }

    /// Si ya no hay que esperar más, por qué.
    fn give_up(&mut self) -> Option<Wake> {
        if INTERRUPTED.load(Ordering::Relaxed) {
            sweep::sweep_all();
            std::process::exit(130);
        }
        if self.stdout.capture.total() + self.stderr.capture.total() > FLOOD {
            self.forced = Some(End::Flood);
        } else if self.patience.is_over(self.pid()) {
            self.forced = Some(End::Deadline(self.patience.limit()));
        }
        self.forced.map(|_| Wake::Forced)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.reaped {
            let _ = self.reap();
        }
    }
}

/// Lo que ya se puede atender sin esperar.
struct Ready {
    /// El proceso principal ha terminado.
    exited: bool,
    /// Hay algo que leer en su salida estándar, o ya no lo habrá nunca.
    stdout: bool,
    /// Lo mismo, en su salida de errores.
    stderr: bool,
}

/// Espera, un momento como mucho, a que el proceso termine o a que haya algo que
/// leer o escribir.
fn wait(
    exit: &OwnedFd,
    stdout: &Stream<ChildStdout>,
    stderr: &Stream<ChildStderr>,
    stdin: Option<BorrowedFd<'_>>,
) -> nix::Result<Ready> {
    let stdout = stdout.source.as_ref().map(AsFd::as_fd);
    let stderr = stderr.source.as_ref().map(AsFd::as_fd);
    let to_read = [Some(exit.as_fd()), stdout, stderr];
    let mut fds: Vec<PollFd> = to_read
        .iter()
        .flatten()
        .map(|&fd| PollFd::new(fd, PollFlags::POLLIN))
        .chain(stdin.map(|fd| PollFd::new(fd, PollFlags::POLLOUT)))
        .collect();
    poll(
        &mut fds,
        PollTimeout::try_from(GLANCE).unwrap_or(PollTimeout::MAX),
    )?;
    let mut answers = fds.iter().map(|fd| fd.any().unwrap_or(false));
    let mut answer =
        |asked: Option<BorrowedFd<'_>>| asked.and_then(|_| answers.next()).unwrap_or(false);
    Ok(Ready {
        exited: answer(to_read[0]),
        stdout: answer(to_read[1]),
        stderr: answer(to_read[2]),
    })
}

fn end_of(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exited(code),
        (None, Some(signal)) => End::Killed(signal),
        (None, None) => End::Exited(status.into_raw()),
    }
}

/// Un descriptor que se puede leer cuando el proceso `pid` termina (pidfd_open(2)).
///
/// # Errores
/// Si no existe, o si el núcleo es anterior a Linux 5.3.
pub fn exit_watch(pid: Pid) -> io::Result<OwnedFd> {
    // SEGURIDAD: pidfd_open no toca memoria nuestra; si no falla, el descriptor
    // que devuelve es nuevo y no es de nadie más.
    let fd = Errno::result(unsafe { libc::syscall(libc::SYS_pidfd_open, pid.as_raw(), 0) })?;
    let fd = i32::try_from(fd).map_err(io::Error::other)?;
    // SEGURIDAD: como arriba.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("pid", &self.pid())
            .field("exit", &self.exit.as_raw_fd())
            .finish_non_exhaustive()
    }
}
