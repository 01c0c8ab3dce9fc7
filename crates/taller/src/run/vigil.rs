//! El vigía: un proceso aparte que ejecuta un programa y responde de que no quede
//! nada de él.
//!
//! Es un proceso, y no un hilo del servidor, para sobrevivirle: su entrada es una
//! tubería por la que llega el encargo y que el servidor mantiene abierta. Si se cierra
//! (porque el lector paró
//! la ejecución, porque cerró la página o porque mataron al servidor con
//! `kill -9`), barre y se va. Tiene un solo hilo y no interpreta nada de lo que el
//! programa escribe. No es una caja de arena: el programa corre con los permisos de
//! quien lanzó el libro, igual que con `cargo run`.

mod adopted;
mod barracks;
mod crowd;
mod limits;
mod outlet;
mod persona;
mod privacy;
mod stream;

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use juez::process::{adopt_orphans, census, exit_watch, sweep};
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use super::allowance::Allowance;
use super::frames::{Ending, Frame, Outcome};
use super::task::Task;
use crate::scratch::Scratch;
pub use barracks::{ORDER as BARRACKS_ORDER, run as barracks};
use crowd::Crowd;
use limits::Limits;
use outlet::Outlet;
use privacy::Privacy;
use stream::Stream;

/// Cómo empieza el nombre de la carpeta que se le da a cada programa.
pub const FOLDER: &str = "taller-bloque-";
/// Lo que se espera a los hijos de un programa que ya terminó: en una terminal
/// también se les vería escribir.
const GRACE: Duration = Duration::from_secs(1);
/// Cada cuánto se mira si son demasiados o demasiado grandes.
const CENSUS: Duration = Duration::from_millis(40);

/// Espera un encargo y lo vigila hasta que no queda nada de él. Si el servidor se va
/// antes de encargarle nada, no hay nada que hacer.
///
/// # Errores
/// Si no entiende lo que se le pide, o si ni siquiera puede contar lo que pasa porque
/// el servidor ya no escucha.
fn run() -> Result<()> {
    let stdin = io::stdin().as_fd().try_clone_to_owned()?;
    // Sin memoria intermedia: lo que venga detrás es la señal de parar.
    match Task::read(&mut File::from(stdin)).context("no se entiende el encargo")? {
        Some(task) => watch(&task),
        None => Ok(()),
    }
}

fn watch(task: &Task) -> Result<()> {
    adopt_orphans();
    go_first();
    let mut outlet = Outlet::new(&io::stdout()).context("no se puede escribir al servidor")?;
    let ending = match Vigil::start(task, &mut outlet) {
        Ok(vigil) => vigil.keep(),
        Err(error) => Ending {
            outcome: Outcome::NotStarted {
                reason: castellano::errno::describe_io(&error),
            },
            elapsed_us: 0,
            left_running: 0,
            zombies: 0,
        },
    };
    outlet.push(&Frame::End(ending));
    outlet.finish();
    Ok(())
}

/// Quien para a los demás no puede esperar su turno detrás de ellos: con doscientos procesos
/// dando vueltas tardaría decenas de segundos en contarlos. Solo se le concede a root; a
/// los demás les toca esperar algo más. El programa no lo hereda (sched(7)).
fn go_first() {
    let wanted = libc::sched_param { sched_priority: 1 };
    let policy = libc::SCHED_RR | libc::SCHED_RESET_ON_FORK;
    // SEGURIDAD: sched_setscheduler solo lee `wanted`, que vive hasta que vuelve.
    unsafe { libc::sched_setscheduler(0, policy, &raw const wanted) };
}

/// Una ejecución en marcha.
struct Vigil<'a> {
    outlet: &'a mut Outlet,
    /// El proceso principal, que da nombre a su grupo. Nadie lo recoge hasta el final:
    /// mientras exista, aunque sea de zombi, ese número no es de nadie más.
    main: Pid,
    exit: OwnedFd,
    streams: [Stream; 2],
    start: Instant,
    deadline: Instant,
    bytes_left: usize,
    crowd: Crowd,
    next_census: Instant,
    /// Los huérfanos que ya se han recogido.
    reaped: usize,
    /// Para lo que el programa quiera dejar; desaparece con la vigilancia.
    _scratch: Scratch,
}

impl<'a> Vigil<'a> {
    fn start(task: &Task, outlet: &'a mut Outlet) -> io::Result<Self> {
        let scratch = Scratch::new(FOLDER)?;
        let crowd = Crowd::new(&task.allowance);
        let mut child = command(task, scratch.path()).spawn()?;
        let pid = Pid::from_raw(child.id().cast_signed());
        let exit = exit_watch(pid)?;
        let stdout = child.stdout.take().map(OwnedFd::from);
        let stderr = child.stderr.take().map(OwnedFd::from);
        let start = Instant::now();
        Ok(Self {
            outlet,
            main: pid,
            exit,
            streams: [
                Stream::new(stdout, Frame::Stdout)?,
                Stream::new(stderr, Frame::Stderr)?,
            ],
            start,
            deadline: start + Duration::from_millis(task.allowance.milliseconds),
            bytes_left: task.allowance.output_kib << 10,
            crowd,
            next_census: start + CENSUS,
            reaped: 0,
            _scratch: scratch,
        })
    }

    /// Vigila hasta el final; al volver no queda ningún proceso.
    fn keep(mut self) -> Ending {
        let outcome = self.until_exit();
        let elapsed = self.start.elapsed();
        let outcome = match outcome {
            Outcome::Exited { .. } | Outcome::Killed { .. } => {
                self.let_children_finish().unwrap_or(outcome)
            }
            forced => forced,
        };
        let left = census();
        self.end_everything();
        self.pump();
        Ending {
            outcome,
            elapsed_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            left_running: left.running,
            // El principal sigue sin recoger, y no es culpa suya.
            zombies: left.zombies.saturating_sub(1) + self.reaped,
        }
    }

    /// Que no quede ningún proceso.
    ///
    /// Primero el grupo entero, de una vez: el núcleo no deja nacer a los hijos de
    /// quien tiene una señal mortal pendiente, así que ni el que crea procesos sin
    /// parar se escapa. Después la escoba, para los que se fueron a otro grupo.
    fn end_everything(&self) {
        let _ = killpg(self.main, Signal::SIGKILL);
        sweep();
    }

    /// Espera al proceso principal, o a que haya que dejar de esperar.
    fn until_exit(&mut self) -> Outcome {
        loop {
            let wake = self.deadline.min(self.next_census);
            let exited = self.wait(wake);
            self.pump();
            if exited && let Some(outcome) = self.end_of_main() {
                return outcome;
            }
            if let Some(forced) = self.forced() {
                return forced;
            }
        }
    }

    /// Cómo terminó el principal, si ya lo hizo, sin recogerlo.
    fn end_of_main(&self) -> Option<Outcome> {
        let pid = self.main.as_raw().cast_unsigned();
        let look = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        // SEGURIDAD: una siginfo_t a ceros es válida, y waitid solo escribe en ella.
        let info = unsafe {
            let mut info = std::mem::zeroed();
            Errno::result(libc::waitid(libc::P_PID, pid, &raw mut info, look)).ok()?;
            info
        };
        // SEGURIDAD: waitid rellena estos campos, y los deja a cero si aún no hay nada.
        let (ended, status) = unsafe { (info.si_pid() != 0, info.si_status()) };
        // A mano, y no con nix: también hay que entender las señales de tiempo real.
        let outcome = match info.si_code {
            libc::CLD_EXITED => Outcome::Exited { code: status },
            _ => Outcome::Killed { signal: status },
        };
        ended.then_some(outcome)
    }

    /// Deja un momento a los hijos que el principal no esperó; dice si algo obligó
    /// a cortar.
    fn let_children_finish(&mut self) -> Option<Outcome> {
        let limit = (Instant::now() + GRACE).min(self.deadline);
        while census().running > 0 && Instant::now() < limit {
            self.wait_streams(limit.min(Instant::now() + CENSUS));
            self.pump();
            if let Some(forced) = self.forced() {
                return (forced != Outcome::Deadline).then_some(forced);
            }
        }
        None
    }

    /// Si hay que dejar de esperar, por qué.
    fn forced(&mut self) -> Option<Outcome> {
        if self.outlet.is_closed() || lifeline_cut() {
            return Some(Outcome::Cancelled);
        }
        if self.bytes_left == 0 {
            return Some(Outcome::Flood);
        }
        let now = Instant::now();
        if now >= self.deadline {
            return Some(Outcome::Deadline);
        }
        if now >= self.next_census {
            self.next_census = now + CENSUS;
            self.reaped += adopted::reap(self.main);
            return self.crowd.excess();
        }
        None
    }

    /// Espera a que pase algo, como mucho hasta `limit`; dice si el principal terminó.
    fn wait(&mut self, limit: Instant) -> bool {
        let exit = self.exit.as_fd();
        self.outlet.flush();
        wait_for(Some(exit), &self.streams, self.outlet, limit)
    }

    fn wait_streams(&mut self, limit: Instant) {
        self.outlet.flush();
        wait_for(None, &self.streams, self.outlet, limit);
    }

    /// Pasa al servidor lo que el programa haya escrito.
    fn pump(&mut self) {
        for stream in &mut self.streams {
            stream.pump(self.outlet, &mut self.bytes_left);
        }
    }
}

/// El programa, con sus límites puestos y en su propio grupo.
fn command(task: &Task, scratch: &Path) -> Command {
    let mut command = Command::new(&task.command[0]);
    let place = task.folder.as_deref().unwrap_or(scratch);
    command
        .args(&task.command[1..])
        .env_clear()
        .envs(task.environment.iter().cloned())
        .env("TMPDIR", scratch)
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    if task.folder.is_none() {
        command.arg0("programa").env("HOME", scratch);
        contain(&mut command, &task.allowance);
    } else {
        // Quien trabaja en una carpeta nuestra es nuestro: `cargo`, el compilador.
        let limits = Limits::ours(&task.allowance);
        // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos
        // que ya estaban preparados.
        unsafe { command.pre_exec(move || limits.impose()) };
    }
    command
}

/// Que `command`, cuando se lance, lo haga como corresponde a lo que ha escrito alguien:
/// con los límites de `allowance` y, hasta donde deje el sistema, sin poder crear procesos
/// sin fin ni dejar memoria con nombre detrás.
pub fn contain(command: &mut Command, allowance: &Allowance) {
    let privacy = Privacy::ours();
    let limits = Limits::of_stranger(allowance);
    // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos que
    // ya estaban preparados.
    unsafe {
        command.pre_exec(move || {
            // Antes de cambiar de usuario: después ya no se puede montar nada.
            privacy.claim();
            limits.impose()
        })
    };
}

/// Si el servidor ha soltado su extremo de la tubería.
fn lifeline_cut() -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
    // Nadie escribe en ella: que haya algo que leer quiere decir que se cerró.
    poll(&mut fds, PollTimeout::ZERO).is_ok_and(|count| count > 0)
}

/// Espera a la tubería del servidor, a las salidas y, si se da, al final del principal.
fn wait_for(
    exit: Option<BorrowedFd<'_>>,
    streams: &[Stream],
    outlet: &Outlet,
    limit: Instant,
) -> bool {
    let stdin = io::stdin();
    let mut fds: Vec<PollFd> = exit
        .iter()
        .map(|fd| PollFd::new(*fd, PollFlags::POLLIN))
        .collect();
    fds.push(PollFd::new(stdin.as_fd(), PollFlags::POLLIN));
    if !outlet.is_empty() {
        fds.push(PollFd::new(outlet.as_fd(), PollFlags::POLLOUT));
    }
    for stream in streams {
        let source = stream.as_fd();
        fds.extend(source.map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
    }
    let left = limit.saturating_duration_since(Instant::now()) + Duration::from_millis(1);
    let timeout = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
    match poll(&mut fds, timeout) {
        Ok(_) => exit.is_some() && fds[0].any().unwrap_or(false),
        Err(Errno::EINTR) => false,
        // Sin poder esperar, que decida quien mira los plazos.
        Err(_) => true,
    }
}
