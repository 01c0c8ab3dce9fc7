//! Una orden vigilada: con plazo, con la salida acotada, dentro o fuera de la caja.

use std::ffi::CString;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use explorador::cage::{Announcement, Cage, Limit};
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::resource::{Resource, setrlimit};

use super::living::pidfd;

/// Cada cuánto se mira si hay que parar.
const PULSE: Duration = Duration::from_millis(50);

/// Lo que se lee de una vez, en bytes.
const GULP: usize = 16 * 1024;

/// Lo más que cabe en una tubería que no ha hecho root, en bytes (`pipe(7)`).
const LARGEST_PIPE: usize = 1024 * 1024;

/// Hasta dónde se espera.
pub struct Patience<'a> {
    /// Tiempo de reloj.
    pub wall: Duration,
    /// Bytes que se guardan de cada salida; lo demás se lee y se tira.
    pub output: usize,
    /// Alguien pide parar.
    pub stop: &'a AtomicBool,
    /// Se le pregunta de vez en cuando; si contesta que no, se acabó.
    pub carry_on: &'a mut dyn FnMut() -> bool,
}

/// Cómo acabó una orden.
#[derive(Debug)]
pub struct Ended {
    /// Su final. Si `forced`, la señal que se le mandó.
    pub status: ExitStatus,
    /// Se le acabó el plazo, o se pidió parar.
    pub forced: bool,
    /// El principio de su salida.
    pub stdout: Vec<u8>,
    /// El principio de su salida de errores.
    pub stderr: Vec<u8>,
    /// Procesador que gastaron ella y los suyos.
    pub cpu: Duration,
    /// Lo máximo que ocupó, en bytes.
    pub memory: u64,
}

/// Una orden en marcha. Al soltarla, muere.
pub struct Job {
    pid: i32,
    exit: OwnedFd,
    child: Child,
    reaped: bool,
}

impl Job {
    /// Ejecuta `command`, que tiene que estar ya vestida (véase [`super::Account`]).
    ///
    /// # Errores
    /// Si no se puede ejecutar.
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = Self::spawn(command)?;
        Self::watching(child.id().cast_signed(), child)
    }

    /// Ejecuta `command` dentro de la caja, en la carpeta `place`; su ruta y la de la
    /// carpeta son las de dentro.
    ///
    /// # Errores
    /// Si no se puede entrar en la caja o ejecutarla.
    pub fn start_inside(command: &mut Command, cage: &Cage, place: &str) -> Result<Self> {
        let place = CString::new(place)?;
        let announcement = Announcement::new()?;
        let (door, announce) = (cage.door(), announcement.writer());
        // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos
        // preparados antes; la caja vive más que esta función.
        unsafe {
            command.pre_exec(move || {
                door.enter(announce);
                door.settle()?;
                Errno::result(libc::chdir(place.as_ptr()))?;
                door.lock()?;
                Ok(())
            });
        }
        let child = Self::spawn(command)?;
        let pid = announcement.entered(child.id().cast_signed())?;
        Self::watching(pid, child)
    }

    /// Ejecuta `command`, ya vestida, fuera de la caja. De los límites, solo los que no
    /// comparte con lo demás que esté haciendo el mismo usuario.
    ///
    /// # Errores
    /// Si no se puede ejecutar.
    pub fn start_outside(command: &mut Command, limits: &[Limit]) -> Result<Self> {
        let own: Vec<(Resource, u64)> = limits.iter().filter_map(own_limit).collect();
        // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos
        // preparados antes.
        unsafe {
            command.pre_exec(move || {
                for &(resource, value) in &own {
                    setrlimit(resource, value, value)?;
                }
                Ok(())
            });
        }
        Self::start(command)
    }

    fn spawn(command: &mut Command) -> Result<Child> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("no se puede ejecutar {}", command.get_program().display()))
    }

    fn watching(pid: i32, child: Child) -> Result<Self> {
        Ok(Self {
            pid,
            exit: pidfd(pid)?,
            child,
            reaped: false,
        })
    }

    /// Su número, fuera de la caja.
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// Espera a que termine; si no puede ser, la mata.
    ///
    /// # Errores
    /// Si no se la puede recoger.
    pub fn wait(mut self, patience: &mut Patience<'_>) -> io::Result<Ended> {
        let mut out = Flow::new(self.child.stdout.take(), patience.output);
        let mut err = Flow::new(self.child.stderr.take(), patience.output);
        let deadline = Instant::now() + patience.wall;
        let mut forced = false;
        while !self.step(&mut out, &mut err)? {
            if Instant::now() >= deadline
                || patience.stop.load(Ordering::Relaxed)
                || !(patience.carry_on)()
            {
                forced = true;
                break;
            }
        }
        let (status, usage) = self.end()?;
        out.rest();
        err.rest();
        Ok(Ended {
            status,
            forced,
            stdout: out.kept,
            stderr: err.kept,
            cpu: spent(usage.ru_utime) + spent(usage.ru_stime),
            memory: u64::try_from(usage.ru_maxrss).unwrap_or(0) * 1024,
        })
    }

    /// Atiende a sus salidas un momento. Dice si ha terminado.
    fn step(&self, out: &mut Flow, err: &mut Flow) -> io::Result<bool> {
        let mut fds = vec![PollFd::new(self.exit.as_fd(), PollFlags::POLLIN)];
        fds.extend(out.poll_fd());
        fds.extend(err.poll_fd());
        let timeout = PollTimeout::try_from(PULSE).unwrap_or(PollTimeout::MAX);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno.into()),
        }
        let exited = fds[0].any().unwrap_or(false);
        out.pump_if_ready();
        err.pump_if_ready();
        Ok(exited)
    }

    /// La mata, si sigue viva, y la recoge.
    fn end(&mut self) -> io::Result<(ExitStatus, libc::rusage)> {
        // SEGURIDAD: aún no se ha recogido, así que su PID no puede ser de otro; un
        // `rusage` de ceros es válido, y ambos viven durante la llamada.
        unsafe {
            libc::kill(self.pid, libc::SIGKILL);
            let mut usage: libc::rusage = std::mem::zeroed();
            let mut status = 0;
            while libc::wait4(self.pid, &raw mut status, 0, &raw mut usage) < 0 {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
            self.reaped = true;
            Ok((ExitStatus::from_raw(status), usage))
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if !self.reaped {
            let _ = self.end();
        }
    }
}

/// El procesador que llevan gastado `pid` y los hijos que ha recogido
/// (`proc_pid_stat(5)`). De quien ya no existe, nada.
pub fn spent_by(pid: i32) -> Duration {
    let stat = std::fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let stat = String::from_utf8_lossy(&stat);
    // El nombre va entre paréntesis y puede llevar dentro cualquier cosa.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // SEGURIDAD: sysconf no toca memoria nuestra.
    let rate = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    Duration::from_millis(ticks * 1000 / u64::try_from(rate).unwrap_or(100).max(1))
}

/// Un límite de cada proceso; los de todo el usuario (`nproc`) no valen fuera.
fn own_limit(limit: &Limit) -> Option<(Resource, u64)> {
    let own = [
        Resource::RLIMIT_AS,
        Resource::RLIMIT_CORE,
        Resource::RLIMIT_CPU,
        Resource::RLIMIT_FSIZE,
    ];
    own.contains(&limit.resource)
        .then_some((limit.resource, limit.value))
}

fn spent(time: libc::timeval) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let micros = u64::try_from(time.tv_usec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}

/// Una salida: se guarda el principio y se tira el resto.
struct Flow {
    source: Option<Box<dyn Source>>,
    kept: Vec<u8>,
    room: usize,
}

trait Source: Read + AsFd {}
impl<T: Read + AsFd> Source for T {}

impl Flow {
    fn new(source: Option<impl Source + 'static>, room: usize) -> Self {
        Self {
            source: source.map(|source| Box::new(source) as Box<dyn Source>),
            kept: Vec::new(),
            room,
        }
    }

    fn poll_fd(&self) -> Option<PollFd<'_>> {
        let source = self.source.as_ref()?;
        Some(PollFd::new(source.as_fd(), PollFlags::POLLIN))
    }

    fn is_ready(&self) -> bool {
        self.poll_fd().is_some_and(|fd| {
            let mut fds = [fd];
            poll(&mut fds, PollTimeout::ZERO).is_ok_and(|count| count > 0)
        })
    }

    fn pump_if_ready(&mut self) {
        if self.is_ready() {
            self.pump();
        }
    }

    fn pump(&mut self) {
        let Some(source) = &mut self.source else {
            return;
        };
        let mut buffer = [0; GULP];
        match source.read(&mut buffer) {
            Ok(0) => self.source = None,
            Ok(count) => {
                let room = self.room - self.kept.len();
                self.kept.extend_from_slice(&buffer[..count.min(room)]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.source = None,
        }
    }

    /// Lo que quedara en la tubería. No espera a quien todavía la tenga abierta, ni le
    /// sigue el paso si no deja de escribir.
    fn rest(&mut self) {
        for _ in 0..LARGEST_PIPE.div_ceil(GULP) {
            if self.source.is_none() || !self.is_ready() {
                return;
            }
            self.pump();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn who_is_left_writing_does_not_hold_us() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut flow = Flow::new(Some(reader), 1000);
        let endless = std::thread::spawn(move || while writer.write_all(&[b'y'; GULP]).is_ok() {});
        poll(&mut [flow.poll_fd().unwrap()], PollTimeout::NONE).unwrap();

        flow.rest();

        assert_eq!(flow.kept.len(), 1000);
        drop(flow);
        endless.join().unwrap();
    }
}
