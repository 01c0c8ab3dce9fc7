//! Todos los órdenes en que se pueden turnar los procesos del programa.
//!
//! Donde se puede, los recorre el explorador y el veredicto es exhaustivo. Donde
//! el sistema no deja trazar procesos, se repite el programa cambiando a la fuerza
//! en qué procesadores corre: entonces ver un fallo lo demuestra, pero no verlo no
//! demuestra nada, y el veredicto lo dice (*no exhaustivo*).

use std::path::Path;

use explorador::{Call, Effect, Event, EventKind, Explorer, Order, Outcome, Program, RegionId};
pub use explorador::{Exit, Fault, Verdict};

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure};
use crate::process::{End, Finished};

/// Veces que se repite el programa donde no se puede explorar.
const REPETITIONS: usize = 60;

/// Un final del programa.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Cómo acabó el conjunto.
    pub verdict: Verdict,
    /// Cómo acabó el proceso principal.
    pub exit: Exit,
    /// Lo que salió por la salida estándar.
    pub stdout: String,
    /// Lo que salió por la de errores.
    pub stderr: String,
    /// Hijos sin recoger.
    pub zombies: usize,
    /// Hijos que seguían en marcha.
    pub children_left: usize,
    /// Regiones compartidas que algún proceso no soltó. Sin explorador no se ven.
    pub leaked_mappings: usize,
    /// El plan que lleva a este final; sin explorador no lo hay.
    outcome: Option<Outcome>,
    /// Cómo se repite.
    replay: String,
}

/// Una llamada a `munmap`, con lo que consiguió.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapping {
    /// El proceso (0 es el padre).
    pub lane: usize,
    /// Bytes pedidos.
    pub length: u64,
    /// Regiones que dejaron de estar: vacío si allí ya no había ninguna.
    pub regions: Vec<RegionId>,
    /// Si la llamada salió bien.
    pub accepted: bool,
}

impl Ending {
    /// Un fallo con el dibujo de este final y la orden que lo repite.
    pub fn picture(&self, failure: Failure) -> Failure {
        match &self.outcome {
            Some(outcome) => failure.picture(draw(outcome), self.replay.clone()),
            None => failure,
        }
    }

    /// Si algún proceso durmió para dar tiempo a otro.
    pub fn slept(&self) -> bool {
        self.calls()
            .any(|(_, call)| matches!(call.effect, Effect::Sleep { .. }))
    }

    /// Las llamadas a munmap sobre memoria compartida, en orden.
    pub fn unmappings(&self) -> Vec<Unmapping> {
        self.calls()
            .filter_map(|(lane, call)| match &call.effect {
                Effect::Unmap {
                    length, regions, ..
                } => Some(Unmapping {
                    lane,
                    length: *length,
                    regions: regions.clone(),
                    accepted: call.result.is_ok(),
                }),
                _ => None,
            })
            .collect()
    }

    /// Procesos que llegó a haber.
    pub fn lanes(&self) -> usize {
        self.outcome
            .as_ref()
            .map_or(0, |outcome| outcome.lanes.len())
    }

    /// Las regiones compartidas que se llegaron a reservar.
    pub fn regions(&self) -> Vec<RegionId> {
        self.calls()
            .filter_map(|(_, call)| match call.effect {
                Effect::Map { region, .. } => region,
                _ => None,
            })
            .collect()
    }

    /// Si en este final ocurrió un fallo provocado.
    pub fn was_disturbed(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| {
            outcome
                .events
                .iter()
                .any(|event| event.fault && matches!(event.kind, EventKind::Call(_)))
        })
    }

    fn calls(&self) -> impl Iterator<Item = (usize, &Call)> {
        self.outcome
            .iter()
            .flat_map(|outcome| &outcome.events)
            .filter_map(|event| match &event.kind {
                EventKind::Call(call) => Some((event.lane, call)),
                _ => None,
            })
    }
}

/// Los finales distintos de un programa, y si son todos.
#[derive(Debug, Clone)]
pub struct Schedules {
    /// Los finales, el más sencillo primero.
    pub endings: Vec<Ending>,
    /// Si son todos los que puede haber.
    pub exhaustive: bool,
    /// Órdenes que se recorrieron.
    pub count: usize,
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
        if fine.iter().any(|ending| ending.outcome.is_none()) {
            return Err(Failure::tool(
                "Sin ptrace no se ven las llamadas que hace el programa.",
            ));
        }
        Ok(fine)
    }

    /// Exige que en ningún orden se quede nadie atascado.
    ///
    /// # Errores
    /// El fallo, con el primer atasco dibujado.
    pub fn nobody_stuck(&self) -> CheckResult {
        let Some(ending) = self.endings.iter().find(|ending| is_stuck(ending.verdict)) else {
            return Ok(());
        };
        let failure = Failure::expected("Que en todos los órdenes posibles el programa terminara.");
        Err(ending.picture(match ending.verdict {
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
                .cause("Un bucle de espera que no cede el procesador, o que mira lo que no cambia.")
                .next("Cede el procesador en el bucle (sched_yield) y mira la memoria de verdad."),
            _ => failure
                .happened("Hay un orden en el que el programa no termina.")
                .cause("Un bucle que no acaba nunca, o una espera que nadie atiende.")
                .next("Busca el bucle, y qué tendría que pasar para que acabara."),
        }))
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
            Some(ending) => Err(ending.picture(
                Failure::expected(
                    "Que en todos los órdenes los procesos terminaran por sí mismos.",
                )
                .happened(
                    "Hay un orden en el que un proceso muere por un acceso a memoria prohibido.",
                )
                .cause("Se toca una región que ya se liberó, o fuera de sus límites.")
                .next("Mira en el dibujo qué se liberó antes de ese acceso."),
            )),
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

fn is_stuck(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Deadlock | Verdict::Livelock | Verdict::Timeout
    )
}

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
        let program = self.program();
        let explorer = explorer(program.program(), args, fault);
        match explorer.explore() {
            Ok(report) => {
                self.note_exhaustive(report.exhaustive);
                Ok(Schedules {
                    exhaustive: report.exhaustive,
                    count: report.schedules,
                    endings: report
                        .outcomes
                        .into_iter()
                        .map(|outcome| self.ending(outcome, args))
                        .collect(),
                })
            }
            Err(explorador::Error::PtraceUnavailable(why)) if fault.is_some() => {
                Err(Failure::tool(format!(
                    "Sin ptrace no se puede hacer fallar una llamada concreta: {why}."
                )))
            }
            Err(explorador::Error::PtraceUnavailable(_)) => self.repeated(args),
            Err(error) => Err(unexplorable(&error)),
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
        Ending {
            verdict: outcome.verdict,
            exit: outcome.exit,
            stdout: outcome.stdout_text(),
            stderr: outcome.stderr_text(),
            zombies: outcome.zombies,
            children_left: outcome.children_left,
            leaked_mappings: outcome.leaked_mappings,
            replay: self.replay_command(&outcome, args),
            outcome: Some(outcome),
        }
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
        self.note_exhaustive(false);
        let mut endings: Vec<Ending> = Vec::new();
        for round in 0..REPETITIONS {
            let invocation = self.program().args(args).on_one_processor(round % 2 == 0);
            let ending = ending_of(&invocation.run()?);
            if !endings.iter().any(|known| known.looks_like(&ending)) {
                endings.push(ending);
            }
        }
        Ok(Schedules {
            endings,
            exhaustive: false,
            count: REPETITIONS,
        })
    }
}

impl Ending {
    fn looks_like(&self, other: &Self) -> bool {
        self.verdict == other.verdict
            && self.exit == other.exit
            && self.stdout == other.stdout
            && self.zombies == other.zombies
            && self.children_left == other.children_left
    }
}

fn ending_of(run: &Finished) -> Ending {
    let (verdict, exit) = match run.end {
        End::Exited(code) => (Verdict::Ok, Exit::Code(code)),
        End::Killed(signal) => (Verdict::Crash, Exit::Signal(signal)),
        End::Deadline(_) | End::Flood => (Verdict::Timeout, Exit::Unfinished),
    };
    Ending {
        verdict,
        exit,
        stdout: run.out(),
        stderr: run.err(),
        zombies: run.zombies,
        children_left: run.left_running,
        leaked_mappings: 0,
        outcome: None,
        replay: String::new(),
    }
}

fn explorer(program: &Path, args: &[&str], fault: Option<&Fault>) -> Explorer {
    let explorer = Explorer::new(Program::new(program).args(args));
    match fault {
        Some(fault) => explorer.fault(fault.clone()),
        None => explorer,
    }
}

fn unexplorable(error: &explorador::Error) -> Failure {
    match error {
        explorador::Error::Multithreaded => {
            Failure::expected("Un programa de procesos, sin hilos.")
                .happened("El programa crea hilos.")
                .cause("Se usa std::thread o pthread_create.")
                .next("Este curso trata de procesos: usa fork, y nada más.")
        }
        error => Failure::tool(format!("No se pudo explorar el programa: {error}.")),
    }
}

fn draw(outcome: &Outcome) -> String {
    let line = |event: &Event| format!("  {} {}", event.lane, event.label());
    outcome
        .events
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
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
