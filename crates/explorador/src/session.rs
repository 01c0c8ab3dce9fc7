//! Una exploración en marcha: el servidor de planes y cómo se ejecuta un plan.
//! Vive entera en un hilo: ptrace va por hilo.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

use crate::error::Error;
use crate::event::LaneInfo;
use crate::explorer::Explorer;
use crate::fault::Fault;
use crate::filter::Magic;
use crate::gap::Gaps;
use crate::launch::launch;
use crate::limits::LimitKind;
use crate::outcome::Outcome;
use crate::policy::{Recorder, Replay};
use crate::reach::Tally;
use crate::schedule::{Choice, ScheduleId};
use crate::server::Server;
use crate::sys;
use crate::tracee::Tools;
use crate::watchdog::Watch;
use crate::world::descriptors::writable;
use crate::world::lane::{Identity, Lane, ROOT_PID};
use crate::world::space::Space;
use crate::world::{Chooser, Finish, Setup, World};

/// Una exploración en marcha.
pub(crate) struct Session {
    // El orden importa: el servidor muere antes de soltar lo demás.
    server: Server,
    pub setup: Setup,
    streams: KnownStreams,
    /// El programa hace mucho con su memoria compartida cuando está solo: mirarlo
    /// en cada plan saldría caro.
    busy_alone: Cell<bool>,
    /// Por qué pueden faltar finales: lo que algún plan, también de los que se dejaron a
    /// medias, hizo y no se puede recorrer entero.
    pub gaps: RefCell<Gaps>,
}

/// Qué hay detrás de los tres primeros descriptores cuando empieza un plan: lo mismo en
/// todos, así que se mira una vez.
struct KnownStreams {
    identities: Vec<(i32, Identity)>,
    /// Los que son una salida, abierta para escribir.
    prints: Vec<i32>,
}

impl KnownStreams {
    fn of(server: &Server, setup: &Setup) -> Self {
        let mut known = Self {
            identities: Vec::new(),
            prints: Vec::new(),
        };
        for number in 0..=2 {
            let Ok(fd) = server.descriptor(number) else {
                continue;
            };
            let Ok(identity) = sys::identity(&fd) else {
                continue;
            };
            known.identities.push((number, identity));
            let (dev, ino, _) = identity;
            if setup.outputs.contains(&Some((dev, ino))) && writable(&fd) {
                known.prints.push(number);
            }
        }
        known
    }
}

/// Cuánto se mira de lo que un proceso hace cuando está solo, que nadie más nota:
/// no cambia el final, pero forma parte de lo que se enseña.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watching {
    /// Si es poco, todo; si no, nada.
    IfCheap,
    /// Todo.
    All,
}

/// Operaciones de un proceso solo que es más barato mirar en cada plan que
/// repetir un plan por cada final para mirarlas.
const CHEAP: usize = 32;

/// Margen que tiene siempre un plan que se repite para enseñarlo.
const LEEWAY: Duration = Duration::from_millis(500);

/// Un plan ejecutado hasta el final.
#[allow(
    clippy::struct_excessive_bools,
    reason = "hechos sueltos, no estados de una máquina"
)]
pub(crate) struct Run {
    pub finish: Finish,
    pub outcome: Outcome,
    /// Están todos los sucesos, también los de quien estaba solo.
    pub watched: bool,
    /// Y en ellos, todo lo que los procesos vieron.
    pub told: bool,
    /// Las llamadas que se hicieron.
    pub calls_made: Tally,
    /// Alguien esperó dando vueltas sin ceder el procesador.
    pub busy_wait: bool,
}

impl Session {
    /// Pone en marcha el programa y lo deja listo para dar planes.
    pub fn start(explorer: &Explorer, fault: Option<Fault>) -> Result<Self, Error> {
        pin_to_one_processor();
        let deadline = Instant::now() + explorer.limits.time;
        let tools = Tools {
            magic: Magic::invent(),
            watch: Rc::new(Watch::start(explorer.limits.silence, deadline + LEEWAY)),
            use_keys: explorer.keys,
            caged: explorer.program.cage.is_some(),
        };
        let launched = launch(&explorer.program, tools.magic)?;
        let server = Server::prepare(&launched, &tools)?;
        let outputs = launched.streams.output_identities();
        let setup = Setup {
            limits: explorer.limits.clone(),
            fault,
            streams: launched.streams,
            outputs,
            tools,
            deadline: Cell::new(deadline),
            endless: explorer.endless.clone(),
        };
        let streams = KnownStreams::of(&server, &setup);
        Ok(Self {
            server,
            setup,
            streams,
            busy_alone: Cell::new(false),
            gaps: RefCell::default(),
        })
    }

    /// Da `time` a partir de ahora (y al menos [`LEEWAY`]) a lo que se repite para
    /// enseñarlo, si le queda menos.
    pub fn allow_more(&self, time: Duration) {
        let until = Instant::now() + time.max(LEEWAY);
        let deadline = &self.setup.deadline;
        deadline.set(deadline.get().max(until));
        self.setup.tools.watch.extend(until + LEEWAY);
    }

    /// Ejecuta un plan entero. `None`: quien elige lo abandonó a medias.
    pub fn run(&self, chooser: &mut dyn Chooser, watching: Watching) -> Result<Option<Run>, Error> {
        self.setup.streams.rewind()?;
        let mut world = self.world(self.budget(watching))?;
        world.begin(self.server.first_call.as_ref())?;
        let mut recorder = Recorder {
            inner: chooser,
            choices: Vec::new(),
        };
        let finish = world.run(&mut recorder)?;
        self.gaps.borrow_mut().extend(&world.gaps);
        let choices = recorder.choices;
        let Some(finish) = finish else {
            self.forget_output(world);
            return Ok(None);
        };
        let (busy_wait, told) = (world.busy_wait, !world.untold);
        let watched = world.watch_left > 0;
        let calls_made = std::mem::take(&mut world.calls_made);
        self.busy_alone.set(self.busy_alone.get() || !watched);
        let outcome = self.outcome(&mut world, &finish, &choices);
        self.forget_output(world);
        Ok(Some(Run {
            finish,
            outcome,
            watched,
            told,
            calls_made,
            busy_wait,
        }))
    }

    /// Reproduce unas elecciones mirándolo todo. Si se acaba el tiempo a medias, hasta
    /// ahí: que queden elecciones no quiere decir entonces que el programa sea otro.
    pub fn replay(&self, choices: &[Choice]) -> Result<Outcome, Error> {
        let mut replay = Replay::new(choices);
        let run = self.run(&mut replay, Watching::All)?;
        let unused = replay.unused();
        let run = run.ok_or_else(|| Error::ReplayDiverged("se quedó a medias".to_string()))?;
        let hurried = run.outcome.limit.is_some_and(LimitKind::depends_on_speed);
        if unused > 0 && !hurried {
            return Err(Error::ReplayDiverged(format!(
                "terminó cuando al plan aún le quedaban {unused} elecciones"
            )));
        }
        Ok(signed(run.outcome))
    }

    fn budget(&self, watching: Watching) -> usize {
        match watching {
            Watching::All => self.setup.limits.steps,
            Watching::IfCheap if self.busy_alone.get() => 0,
            Watching::IfCheap => CHEAP,
        }
    }

    fn world(&self, watch_left: usize) -> Result<World<'_>, Error> {
        let tracee = self.server.instance()?;
        let mut lane = Lane::new(tracee, ROOT_PID, None, ROOT_PID, 0);
        lane.dispositions = self.server.dispositions.clone();
        lane.child_signal = self.server.child_signal;
        lane.draws = self.server.draws;
        lane.identities = RefCell::new(self.streams.identities.clone());
        lane.prints = RefCell::new(self.streams.prints.clone());
        // Solo tiene la entrada y las salidas.
        lane.ends = RefCell::new(Some(Vec::new()));
        lane.opened_system_file = self.server.left_files_open();
        let mut space = Space::new();
        space.site = self.server.site;
        space.key = self.server.key;
        Ok(World::new(&self.setup, lane, space, watch_left))
    }

    /// Lo que escribieran los procesos al ser destruidos no es de nadie.
    fn forget_output(&self, world: World<'_>) {
        let wrote = world.lanes.iter().any(Lane::is_alive);
        drop(world);
        if wrote {
            self.setup.streams.drain(&mut Vec::new(), &mut Vec::new());
        }
    }

    fn outcome(&self, world: &mut World<'_>, finish: &Finish, choices: &[Choice]) -> Outcome {
        let lanes = world
            .lanes
            .iter()
            .enumerate()
            .map(|(lane, info)| LaneInfo {
                lane,
                parent: info.parent,
                pid: info.vpid,
            })
            .collect();
        Outcome {
            verdict: finish.verdict,
            stdout: std::mem::take(&mut world.stdout),
            stderr: std::mem::take(&mut world.stderr),
            exit: finish.exit,
            zombies: world.tally.zombies,
            leaked_mappings: world.tally.mappings,
            leaked_descriptors: world.tally.descriptors,
            children_left: world.tally.left_running,
            refused_signals: world.tally.refused_signals,
            count: 1,
            switches: world.switches,
            preemptions: world.preemptions,
            limit: world.limit,
            lanes,
            schedule: ScheduleId {
                choices: choices.to_vec(),
                fault: self.setup.fault.clone(),
                // Solo la lleva lo que sale de aquí: ver `signed`.
                fingerprint: None,
            },
            events: std::mem::take(&mut world.events),
        }
    }
}

/// El resultado, con la huella de lo que ocurrió en su plan. Ponerla cuesta
/// escribir todos los sucesos: solo se hace con lo que se va a enseñar.
pub(crate) fn signed(mut outcome: Outcome) -> Outcome {
    outcome.schedule.fingerprint = Some(fingerprint(&outcome));
    outcome
}

/// La huella de lo ocurrido: si cambia, el programa ya no hace lo mismo. Es
/// FNV-1a y no el resumen de la biblioteca estándar, que puede cambiar de una
/// versión de Rust a otra y dejaría sin valor los planes anotados.
fn fingerprint(outcome: &Outcome) -> u16 {
    let mut sum: u32 = 0x811c_9dc5;
    let mut add = |bytes: &[u8]| {
        for &byte in bytes.iter().chain(&[0xff]) {
            sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    for event in &outcome.events {
        add(&event.lane.to_le_bytes());
        add(event.label().as_bytes());
    }
    add(&outcome.stdout);
    add(outcome.verdict.name().as_bytes());
    u16::try_from((sum >> 16) ^ (sum & 0xffff)).unwrap_or(u16::MAX)
}

/// Todo en un solo procesador: las paradas cuestan menos y nada corre a la vez.
/// Exploraciones simultáneas se reparten los que haya. Si no se puede, se sigue.
fn pin_to_one_processor() {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let this = Pid::from_raw(0);
    let Ok(allowed) = sched_getaffinity(this) else {
        return;
    };
    let usable: Vec<usize> = (0..CpuSet::count())
        .filter(|&cpu| allowed.is_set(cpu).unwrap_or(false))
        .collect();
    if usable.is_empty() {
        return;
    }
    let mut one = CpuSet::new();
    let first = usize::try_from(std::process::id()).unwrap_or(0);
    let chosen = usable[(first + TURN.fetch_add(1, Ordering::Relaxed)) % usable.len()];
    if one.set(chosen).is_ok() {
        let _ = sched_setaffinity(this, &one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::Order;
    use crate::limits::Limits;
    use crate::policy::Fixed;
    use crate::program::Program;

    fn shell(script: &str, time: Duration) -> Session {
        let program = Program::new("/bin/sh").args(["-c", script]);
        let limits = Limits {
            time,
            silence: Duration::from_secs(3600),
            ..Limits::default()
        };
        Session::start(&Explorer::new(program).limits(limits), None).expect("se puede trazar")
    }

    #[test]
    fn quedarse_sin_tiempo_al_repetir_un_plan_no_es_que_el_programa_sea_otro() {
        let session = shell("true & true & wait", Duration::from_secs(3600));
        let mut order = Fixed::new(Order::ParentFirst);
        let run = session.run(&mut order, Watching::All).expect("se ejecuta");
        let choices = run.expect("hasta el final").outcome.schedule.choices;
        assert!(!choices.is_empty());

        session.setup.deadline.set(Instant::now());
        let outcome = session.replay(&choices).expect("no es culpa del programa");

        assert_eq!(outcome.limit, Some(LimitKind::Time));
    }

    #[test]
    fn a_quien_se_le_acaba_el_tiempo_no_se_le_llama_callado() {
        let session = shell("while :; do :; done", Duration::ZERO);

        let mut order = Fixed::new(Order::ParentFirst);
        let run = session.run(&mut order, Watching::All).expect("se ejecuta");

        let outcome = run.expect("hasta que se le corta").outcome;
        assert_eq!(outcome.limit, Some(LimitKind::Time));
    }
}
