//! Recorrer los órdenes de un programa, o repetirlo donde no se puede.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use explorador::{Explorer, Fault, LimitKind, Limits, Order, Outcome, Program, Reach, Report};

use super::{Ending, Schedules};
use crate::bench::Bench;
use crate::failure::Failure;

/// Veces que se repite el programa donde no se puede explorar.
const REPETITIONS: usize = 60;

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
                    reach: report.reach,
                    unseen: None,
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
                None => self.repeated(args, &error),
            },
            Err(error) => Err(unexplorable(&error)),
        }
    }

    /// Con la cota que pone el paso, haberlo visto todo es haber llegado hasta ella.
    fn note_what_was_not_seen(&self, report: &Report) {
        let reasons = report.gaps.iter().map(|gap| gap.describe());
        let limit = report.stopped_by.map(LimitKind::describe);
        let mut explained = report.exhaustive || self.preemptions.is_some();
        for why in reasons.chain(limit) {
            self.note_gap(why);
            explained = true;
        }
        if !explained {
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

    fn ending(&self, mut outcome: Outcome, args: &[&str]) -> Ending {
        if self.keeps_memory {
            outcome.leaked_mappings = 0;
        }
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
    fn repeated(&self, args: &[&str], why: &explorador::Error) -> Result<Schedules, Failure> {
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
            reach: Reach::default(),
            unseen: Some(unexplorable(why)),
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
        explorador::Error::PtraceUnavailable(why) => without_ptrace()
            .cause(format!("No se puede trazar procesos: {}.", why.cause()))
            .next(format!("{}.", why.remedy())),
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
