//! Todos los órdenes en que se pueden turnar los procesos del programa.
//!
//! Donde se puede, los recorre el explorador y el veredicto es exhaustivo. Donde
//! el sistema no deja trazar procesos, se repite el programa cambiando a la fuerza
//! en qué procesadores corre: entonces ver un fallo lo demuestra, pero no verlo no
//! demuestra nada, y el veredicto lo dice (*no exhaustivo*).

mod ending;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

pub use explorador::{Exit, Fault, Verdict};
use explorador::{Explorer, LimitKind, Limits, Order, Outcome, Program, Reach, Report};
use nix::libc;

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure, died_of};

pub use ending::{Ending, Unmapping};

/// Veces que se repite el programa donde no se puede explorar.
const REPETITIONS: usize = 60;

/// Los finales distintos de un programa, y si son todos.
#[derive(Debug, Clone)]
pub struct Schedules {
    /// Los finales, el más sencillo primero.
    pub endings: Vec<Ending>,
    /// Si son todos los que puede haber.
    pub exhaustive: bool,
    /// Órdenes que se recorrieron.
    pub count: usize,
    /// Qué llamadas hace el programa; no dice nada si se le provocó un fallo.
    reach: Reach,
}

impl Schedules {
    /// Los finales en los que todos terminaron, con sus llamadas a la vista.
    ///
    /// # Errores
    /// Si no hay ninguno (y entonces dice por qué), o si aquí no se puede ver qué
    /// llamadas hace el programa.
    pub fn observed(&self) -> Result<Vec<&Ending>, Failure> {
        let fine: Vec<&Ending> = self
            .endings
            .iter()
            .filter(|ending| ending.verdict == Verdict::Ok)
            .collect();
        if fine.is_empty() {
            self.nobody_crashes()?;
            self.nobody_stuck()?;
        }
        if !fine.iter().all(|ending| ending.is_observed()) {
            return Err(without_ptrace());
        }
        Ok(fine)
    }

    /// Exige que en ningún orden se quede nadie atascado.
    ///
    /// # Errores
    /// El fallo, con el primer atasco dibujado.
    pub fn nobody_stuck(&self) -> CheckResult {
        let Some(ending) = self.endings.iter().find(|ending| ending.is_stuck()) else {
            return Ok(());
        };
        let failure = Failure::expected("Que en todos los órdenes posibles el programa terminara.");
        Err(ending.picture(match ending.verdict {
            Verdict::Deadlock if ending.waits_in_own_memory() => failure
                .happened(
                    "Hay un orden en el que todos esperan y nadie puede seguir: interbloqueo.",
                )
                .cause(
                    "Se espera en memoria que no es de los dos: un `Mutex`, un `Condvar` o un \
                     `static` no se comparten, y un semáforo o un futex privados, tampoco.",
                )
                .next(
                    "Pon lo que se espera en la memoria compartida, y di que lo usan varios \
                     procesos (el 1 de sem_init; un futex sin FUTEX_PRIVATE_FLAG).",
                ),
            Verdict::Deadlock => failure
                .happened(
                    "Hay un orden en el que todos esperan y nadie puede seguir: interbloqueo.",
                )
                .cause("Se espera algo que ya pasó, o que solo puede hacer quien también espera.")
                .next("Mira en el dibujo a qué espera cada uno, y quién tendría que despertarlo."),
            Verdict::Livelock => failure
                .happened(
                    "Hay un orden en el que un proceso da vueltas sin parar y no deja avanzar.",
                )
                .cause(
                    "Un bucle de espera que no cede el procesador, o que mira lo que nadie cambia: \
                     un campo, un `static` o un `Arc` no se comparten, cada proceso tiene el suyo.",
                )
                .next(
                    "Mira la memoria compartida, y cede el procesador en el bucle (sched_yield).",
                ),
            _ if ending.spins_blindly() => failure
                .happened(
                    "Hay un orden en el que un proceso lee la memoria una vez y da vueltas sin \
                     volver a mirarla.",
                )
                .cause(
                    "El bucle mira con una lectura corriente. El compilador da por hecho que nadie \
                     más cambia esa memoria: lee una vez, antes del bucle, y ya no vuelve.",
                )
                .next(
                    "Mira con un atómico (`AtomicU32::load`), y cede el procesador entre mirada y \
                     mirada (sched_yield).",
                ),
            _ => failure
                .happened("Hay un orden en el que el programa no termina.")
                .cause("Un bucle que no acaba nunca, o una espera que nadie atiende.")
                .next("Busca el bucle, y qué tendría que pasar para que acabara."),
        }))
    }

    /// Exige que haya algún orden en el que nadie se quede atascado.
    ///
    /// # Errores
    /// El fallo, con el primer atasco dibujado, si todos se atascan.
    pub fn nobody_stuck_always(&self) -> CheckResult {
        if self.endings.iter().all(Ending::is_stuck) {
            self.nobody_stuck()
        } else {
            Ok(())
        }
    }

    /// Si alguno de los finales es como `ending`, visto desde fuera.
    pub fn has_one_like(&self, ending: &Ending) -> bool {
        self.endings.iter().any(|known| known.looks_like(ending))
    }

    /// Exige que en ningún orden muera nadie por una señal.
    ///
    /// # Errores
    /// El fallo, con la primera caída dibujada.
    pub fn nobody_crashes(&self) -> CheckResult {
        match self
            .endings
            .iter()
            .find(|ending| ending.verdict == Verdict::Crash)
        {
            None => Ok(()),
            Some(ending) => Err(ending.picture(crashed(ending))),
        }
    }

    /// Exige que no quede ningún hijo sin recoger o en marcha.
    ///
    /// # Errores
    /// El fallo, con el primer caso dibujado.
    pub fn nobody_left(&self) -> CheckResult {
        let left = |ending: &&Ending| ending.zombies + ending.children_left > 0;
        match self.endings.iter().find(left) {
            None => Ok(()),
            Some(ending) => Err(ending.picture(
                Failure::expected("Que el padre recogiera a su hijo antes de terminar.")
                    .happened("Hay un orden en el que el padre se va y deja al hijo sin recoger.")
                    .cause("No se llama a waitpid, o se llama sin esperar (WNOHANG), o a otro PID.")
                    .next("Espera con waitpid, sin opciones, al hijo que te dan."),
            )),
        }
    }
}

fn crashed(ending: &Ending) -> Failure {
    let failure =
        Failure::expected("Que en todos los órdenes los procesos terminaran por sí mismos.");
    match ending.deadly_signal() {
        None | Some(libc::SIGSEGV | libc::SIGBUS) => failure
            .happened("Hay un orden en el que un proceso muere por un acceso a memoria prohibido.")
            .cause("Se toca una región que ya se liberó, o fuera de sus límites.")
            .next("Mira en el dibujo qué se liberó antes de ese acceso."),
        Some(signal) => {
            let death = died_of(signal);
            death.explain(failure.happened(format!(
                "Hay un orden en el que un proceso muere {}.",
                death.describe()
            )))
        }
    }
}

/// Los órdenes ya recorridos, según los argumentos y el fallo provocado.
pub(crate) type Explored = HashMap<(Vec<String>, Option<Fault>), Result<Schedules, Failure>>;

impl Bench {
    /// Todos los órdenes del programa del estudiante con estos argumentos, con un
    /// fallo provocado si se pide.
    ///
    /// # Errores
    /// Si el programa no se puede explorar: crea hilos, o depende del azar.
    pub fn all_schedules(
        &self,
        args: &[&str],
        fault: Option<&Fault>,
    ) -> Result<Schedules, Failure> {
        // Varias comprobaciones miran cosas distintas de los mismos órdenes.
        let key = (
            args.iter().map(ToString::to_string).collect(),
            fault.cloned(),
        );
        if let Some(known) = self.explored.borrow().get(&key) {
            self.note_order(known.as_ref().ok(), fault);
            return known.clone();
        }
        let schedules = match fault.map(|fault| self.untouched_by(args, fault)) {
            Some(Some(usual)) => Ok(usual),
            _ => self.explore(args, fault),
        };
        self.note_order(schedules.as_ref().ok(), fault);
        self.explored.borrow_mut().insert(key, schedules.clone());
        schedules
    }

    fn note_order(&self, schedules: Option<&Schedules>, fault: Option<&Fault>) {
        if let (Some(schedules), None) = (schedules, fault) {
            self.log().note_schedules(schedules);
        }
    }

    /// Los órdenes de siempre, si ya se recorrieron todos y en ninguno se llega a la
    /// llamada que el fallo señala: recorrerlos con él daría lo mismo.
    fn untouched_by(&self, args: &[&str], fault: &Fault) -> Option<Schedules> {
        let key = (args.iter().map(ToString::to_string).collect(), None);
        let explored = self.explored.borrow();
        let usual = explored.get(&key)?.as_ref().ok()?;
        (!usual.reach.includes(fault)).then(|| usual.clone())
    }

    fn explore(&self, args: &[&str], fault: Option<&Fault>) -> Result<Schedules, Failure> {
        let program = self.program();
        let mut explorer =
            explorer(program.program(), args, fault).endless_loops(&self.endless_loops);
        if let Some(most) = self.preemptions {
            explorer = explorer.preemption_bound(most);
        }
        match explorer.explore() {
            // Sin ningún final no hay nada que juzgar, y nada no es un aprobado.
            Ok(report) if report.outcomes.is_empty() => Err(out_of_time()),
            Ok(report) => {
                self.note_what_was_not_seen(&report);
                self.note_busy_wait(report.busy_wait);
                Ok(Schedules {
                    exhaustive: report.exhaustive,
                    count: report.completed(),
                    reach: report.reach,
                    endings: report
                        .outcomes
                        .into_iter()
                        .map(|outcome| self.ending(outcome, args))
                        .collect(),
                })
            }
            // Sin explorador no se puede hacer fallar una llamada concreta.
            Err(error) if is_out_of_reach(&error) => match fault {
                Some(_) => Err(unexplorable(&error)),
                None => self.repeated(args),
            },
            Err(error) => Err(unexplorable(&error)),
        }
    }

    /// Con la cota que pone el paso, haberlo visto todo es haber llegado hasta ella.
    fn note_what_was_not_seen(&self, report: &Report) {
        let reasons = report.gaps.iter().map(|gap| gap.describe());
        let limit = report.stopped_by.map(LimitKind::describe);
        let mut whole = report.exhaustive || self.preemptions.is_some();
        for why in reasons.chain(limit) {
            self.note_gap(why);
            whole = true;
        }
        if !whole {
            self.note_gap("no se han podido recorrer todos los órdenes posibles");
        }
    }

    /// Un solo orden del programa, observado entero: primero el padre.
    ///
    /// # Errores
    /// Si no se puede trazar.
    pub fn one_schedule(&self, args: &[&str]) -> Result<Ending, Failure> {
        let program = self.program();
        let outcome = explorer(program.program(), args, None)
            .run_one(Order::ParentFirst)
            .map_err(|error| unexplorable(&error))?;
        Ok(self.ending(outcome, args))
    }

    fn ending(&self, outcome: Outcome, args: &[&str]) -> Ending {
        let replay = self.replay_command(&outcome, args);
        Ending::explored(outcome, replay)
    }

    /// La orden que repite un plan, para copiar y pegar desde la raíz del curso.
    fn replay_command(&self, outcome: &Outcome, args: &[&str]) -> String {
        let invocation = self.program();
        let root = self.step().root();
        let program = invocation.program();
        let program = program.strip_prefix(&root).unwrap_or(program).display();
        let mut command = format!(
            "cargo run -- explorar --plan {} -- {program}",
            outcome.schedule
        );
        for arg in args {
            command += &format!(" {}", quoted(arg));
        }
        command
    }

    /// Sin explorador: repetir, alternando uno y todos los procesadores.
    fn repeated(&self, args: &[&str]) -> Result<Schedules, Failure> {
        self.note_gap(format!(
            "aquí no se puede seguir a los procesos paso a paso (ptrace), así que el programa se \
             repitió {REPETITIONS} veces"
        ));
        let mut endings: Vec<Ending> = Vec::new();
        for round in 0..REPETITIONS {
            let invocation = self.program().args(args).on_one_processor(round % 2 == 0);
            let ending = Ending::plain(&invocation.run()?);
            if !endings.iter().any(|known| known.looks_like(&ending)) {
                endings.push(ending);
            }
        }
        Ok(Schedules {
            endings,
            exhaustive: false,
            count: REPETITIONS,
            reach: Reach::default(),
        })
    }
}

fn explorer(program: &Path, args: &[&str], fault: Option<&Fault>) -> Explorer {
    let mut program = Program::new(program).args(args);
    if let Some(cage) = crate::process::cage() {
        program = program.inside(cage);
    }
    let explorer = Explorer::new(program).limits(limits());
    match fault {
        Some(fault) => explorer.fault(fault.clone()),
        None => explorer,
    }
}

/// Los programas del curso caben en unas decenas de planes. El límite que cuenta es
/// el de planes, que no depende de la máquina; el de tiempo solo es una red.
fn limits() -> Limits {
    Limits {
        schedules: 4000,
        time: Duration::from_secs(300),
        ..Limits::default()
    }
}

/// No es cosa del programa: aquí no se puede explorar ninguno.
fn is_out_of_reach(error: &explorador::Error) -> bool {
    matches!(
        error,
        explorador::Error::PtraceUnavailable(_) | explorador::Error::Architecture
    )
}

fn unexplorable(error: &explorador::Error) -> Failure {
    match error {
        explorador::Error::Multithreaded => {
            Failure::expected("Un programa de procesos, sin hilos.")
                .happened("El programa crea hilos.")
                .cause("Se usa std::thread o pthread_create.")
                .next("Este curso trata de procesos: usa fork, y nada más.")
        }
        explorador::Error::PtraceUnavailable(_) => without_ptrace(),
        explorador::Error::Architecture => without_ptrace()
            .cause("El explorador solo conoce, de momento, los procesadores x86_64 (Intel y AMD).")
            .next("Aquí valen las demás comprobaciones; para estas, usa un ordenador x86_64."),
        error => Failure::tool(format!("No se pudo explorar el programa: {error}.")),
    }
}

fn out_of_time() -> Failure {
    Failure::tool("No dio tiempo a terminar ni un solo orden del programa.")
        .cause("La máquina está muy cargada, o el programa hace muchísimas operaciones.")
        .next("Prueba otra vez con la máquina tranquila.")
}

fn without_ptrace() -> Failure {
    Failure::tool("Para esto hay que seguir al programa llamada a llamada, y aquí no se puede.")
        .cause("El sistema no deja trazar procesos (ptrace): pasa en algunos contenedores.")
        .next(
            "Prueba fuera del contenedor, o arráncalo con --cap-add=SYS_PTRACE \
             --security-opt seccomp=unconfined.",
        )
}

/// El argumento, entre comillas si el intérprete de órdenes lo partiría.
fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{}'", arg.replace('\'', r"'\''"))
    }
}
