//! Cómo se va a ejecutar un programa.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use explorador::cage::{Announcement, Cage};
use nix::errno::Errno;
use nix::libc;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::sys::resource::{Resource, setrlimit};
use nix::unistd::Pid;

use super::main_process::Main;
use super::refusal::Filter;
use super::{Finished, Refusal, Running};
use crate::failure::Failure;
use crate::seen::Logbook;

/// Plazo de una ejecución si no se dice otro. Los programas del curso tardan
/// milisegundos; cómo se cuenta, en [`super::patience`].
const DEADLINE: Duration = Duration::from_secs(5);

/// Una ejecución en preparación.
#[derive(Debug, Clone)]
pub struct Invocation {
    program: PathBuf,
    args: Vec<OsString>,
    deadline: Duration,
    refusals: Vec<Refusal>,
    one_processor: bool,
    cage: Option<Arc<Cage>>,
    log: Rc<Logbook>,
}

impl Invocation {
    /// Ejecutar `program`.
    pub fn new(program: &Path) -> Self {
        Self::noting(program, Rc::default())
    }

    /// Dentro de esta caja, si se da: el programa es el que haya dentro en esa ruta.
    pub(crate) fn inside(mut self, cage: Option<Arc<Cage>>) -> Self {
        self.cage = cage;
        self
    }

    /// Ejecutar `program`, y apuntar en `log` cómo acaba.
    pub(crate) fn noting(program: &Path, log: Rc<Logbook>) -> Self {
        Self {
            program: program.to_owned(),
            args: Vec::new(),
            deadline: DEADLINE,
            refusals: Vec::new(),
            one_processor: false,
            cage: None,
            log,
        }
    }

    /// Con estos argumentos, además de los que ya tuviera.
    #[must_use]
    pub fn args<I: IntoIterator<Item: Into<OsString>>>(mut self, args: I) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Con otro plazo.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Con una llamada al sistema que dirá que no.
    #[must_use]
    pub fn refuse(mut self, refusal: Refusal) -> Self {
        self.refusals.push(refusal);
        self
    }

    /// Con todos sus procesos en el mismo procesador, o en los que quieran.
    #[must_use]
    pub fn on_one_processor(mut self, one: bool) -> Self {
        self.one_processor = one;
        self
    }

    /// El ejecutable.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Los argumentos.
    pub fn arguments(&self) -> &[OsString] {
        &self.args
    }

    /// La ejecuta hasta el final.
    ///
    /// # Errores
    /// Solo si el juez no puede ejecutarla; que acabe mal no es un error aquí.
    pub fn run(&self) -> Result<Finished, Failure> {
        self.start()?.finish()
    }

    /// La empieza, para hablar con ella o mirarla por dentro.
    ///
    /// # Errores
    /// Si el juez no puede ejecutarla.
    pub fn start(&self) -> Result<Running, Failure> {
        self.spawn().map_err(|error| {
            let program = self.program.display();
            let why = castellano::errno::describe_io(&error);
            Failure::tool(format!("No se pudo ejecutar {program}: {why}."))
        })
    }

    fn spawn(&self) -> io::Result<Running> {
        let filter = (!self.refusals.is_empty()).then(|| Filter::new(&self.refusals));
        let announcement = self.cage.is_some().then(Announcement::new).transpose()?;
        let door = self.cage.as_ref().map(|cage| cage.door());
        let door = door.zip(announcement.as_ref().map(Announcement::writer));
        let processor = self.one_processor.then(first_processor).transpose()?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .env_clear()
            .envs(kept_environment())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        // SEGURIDAD: entre fork y execve solo se hacen llamadas al sistema, con datos
        // preparados antes: no se reserva memoria.
        unsafe {
            command.pre_exec(move || {
                if let Some((door, announce)) = &door {
                    door.enter(*announce);
                    door.settle()?;
                }
                // Si el juez muere de golpe, el programa no le sobrevive.
                Errno::result(libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL))?;
                setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
                if let Some(processor) = &processor {
                    sched_setaffinity(Pid::this(), processor)?;
                }
                if let Some(filter) = &filter {
                    filter.install()?;
                }
                if let Some((door, _)) = &door {
                    door.lock()?;
                }
                Ok(())
            })
        };
        if let Some(cage) = &self.cage {
            cage.keep_zombies()?;
        }
        let child = command.spawn()?;
        let pid = match announcement {
            Some(announcement) => announcement.entered(child.id().cast_signed())?,
            None => child.id().cast_signed(),
        };
        let main = Main::new(child, Pid::from_raw(pid), self.cage.clone());
        let (log, disturbed) = (Rc::clone(&self.log), !self.refusals.is_empty());
        Running::new(main, self.deadline, move |run| log.note_run(run, disturbed))
    }
}

/// Uno de los procesadores en los que este proceso puede correr.
fn first_processor() -> nix::Result<CpuSet> {
    let allowed = sched_getaffinity(Pid::this())?;
    let mut one = CpuSet::new();
    for processor in 0..CpuSet::count() {
        if allowed.is_set(processor)? {
            one.set(processor)?;
            break;
        }
    }
    Ok(one)
}

/// Lo justo para que un programa arranque: el resto del entorno no debe influir.
fn kept_environment() -> impl Iterator<Item = (String, OsString)> {
    ["PATH", "LD_LIBRARY_PATH"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), std::env::var_os(name)?)))
}
