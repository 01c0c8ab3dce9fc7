//! Un plan en marcha: los procesos vivos, lo que cada uno está a punto de hacer
//! y lo que ya ocurrió. Uno solo se mueve cada vez; quién, lo dice otro
//! ([`Chooser`]).
//!
//! Un paso es: hacer la operación en la que el proceso está parado, y dejarlo
//! correr hasta que esté a punto de hacer la siguiente.

mod actions;
mod ahead;
mod birth;
mod blocking;
mod born_closed;
pub(crate) mod child_signal;
mod deadline;
mod delivery;
pub(crate) mod descriptors;
mod ending;
mod ends;
pub(crate) mod family;
mod faults;
mod files;
pub(crate) mod footprint;
mod futex;
mod insist;
mod job;
mod kernel_access;
mod kill;
pub(crate) mod lane;
mod mapping;
mod memory;
mod mirror;
mod next;
mod op;
mod pipe;
mod process;
pub(crate) mod quiet;
pub(crate) mod random;
mod robust;
mod settle;
mod signal_waits;
pub(crate) mod signals;
pub(crate) mod space;
mod spin;
mod step;
mod stir;
pub(crate) mod system_files;
mod system_v;
mod turns;
mod waiting;

use std::cell::Cell;
use std::time::Instant;

use crate::error::Error;
use crate::event::{Event, EventKind};
use crate::fault::Fault;
use crate::gap::Gaps;
use crate::launch::Streams;
use crate::limits::{LimitKind, Limits};
use crate::patience::EndlessLoops;
use crate::reach::Tally;
use crate::schedule::Choice;
use crate::sys::{self, Pid};
use crate::tracee::{Tools, Tracee};

pub(crate) use ending::Finish;
use footprint::{Footprint, conflict};
use lane::Lane;
pub(crate) use lane::State;
use op::Op;
use space::Space;
pub(crate) use step::{Candidate, Chooser, Step};

/// El número de un proceso dentro de un plan.
pub(crate) type LaneId = usize;

/// Lo que no cambia de un plan a otro.
pub(crate) struct Setup {
    pub limits: Limits,
    pub fault: Option<Fault>,
    pub streams: Streams,
    pub outputs: [Option<(u64, u64)>; 2],
    pub tools: Tools,
    /// Cuándo se corta el plan en marcha.
    pub deadline: Cell<Instant>,
    /// Los bucles que en algún plan dieron todas las vueltas que se les dejó: en los
    /// demás no hace falta darlas otra vez para saberlo.
    pub endless: EndlessLoops,
}

impl Setup {
    /// Ya no queda tiempo.
    pub fn is_late(&self) -> bool {
        Instant::now() >= self.deadline.get()
    }
}

/// Una región compartida.
pub(crate) struct Region {
    /// Dispositivo e inodo; una anónima no tiene.
    identity: Option<(u64, u64)>,
    /// De páginas grandes: no se suelta por trozos de las corrientes.
    huge: bool,
}

/// Un plan en marcha.
#[allow(
    clippy::struct_excessive_bools,
    reason = "hechos sueltos, no estados de una máquina"
)]
pub(crate) struct World<'a> {
    pub setup: &'a Setup,
    pub lanes: Vec<Lane>,
    spaces: Vec<Space>,
    regions: Vec<Region>,
    /// Los objetos del núcleo vistos, por orden de aparición.
    files: Vec<(u64, u64)>,
    futex_queue: Vec<futex::Waiter>,
    /// Los objetos System V vistos, por orden de aparición: de qué tipo y qué
    /// número les dio el núcleo.
    system_v: Vec<(&'static str, u64)>,
    /// Alguien ha pedido algún cerrojo de archivo: cerrar o terminar puede soltarlo.
    locks_used: bool,
    /// Alguien ha conectado memoria System V.
    attached: bool,
    /// Hay algún `epoll`.
    epoll_used: bool,
    /// Los dos lados de cada `socketpair`: dispositivo e inodo.
    socket_pairs: Vec<[(u64, u64); 2]>,
    stirred: stir::Stirred,
    /// Cambia cada vez que alguien abre, copia o cierra un descriptor.
    descriptor_epoch: usize,
    pub events: Vec<Event>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// Las llamadas hechas, de las que se pueden hacer fallar.
    pub calls_made: Tally,
    /// Alguien ha hecho una llamada de la que no se cuenta todo lo que ve por ella.
    pub untold: bool,
    /// Cuántas llamadas como la del fallo provocado se han visto.
    faults_seen: usize,
    pub tally: ending::Tally,
    last: Option<Choice>,
    steps: usize,
    /// Cambia cada vez que puede cambiar lo que alguien espera.
    moment: usize,
    /// Lo que el paso en curso ha tocado y a quién ha despertado.
    current: Footprint,
    wakes: Vec<LaneId>,
    /// Cuántas operaciones más se cuentan de las que hace un proceso cuando está
    /// solo. Al llegar a 0 deja de mirársele, que es más barato.
    pub watch_left: usize,
    pub limit: Option<LimitKind>,
    /// Lo que de este plan no se puede recorrer entero.
    pub gaps: Gaps,
    /// Alguien insistió sin dejar moverse a los demás, y no se cansó: el plan no sirve.
    fruitless: bool,
    /// Alguien esperó dando vueltas sin ceder el procesador.
    pub busy_wait: bool,
    pub switches: usize,
    pub preemptions: usize,
}

impl<'a> World<'a> {
    /// Un mundo con un solo proceso, parado.
    pub fn new(setup: &'a Setup, root: Lane, space: Space, watch_left: usize) -> Self {
        Self {
            setup,
            lanes: vec![root],
            spaces: vec![space],
            regions: Vec::new(),
            files: Vec::new(),
            futex_queue: Vec::new(),
            system_v: Vec::new(),
            locks_used: false,
            attached: false,
            epoll_used: false,
            socket_pairs: Vec::new(),
            stirred: stir::Stirred::default(),
            descriptor_epoch: 0,
            events: Vec::new(),
            stdout: Vec::new(),
            stderr: Vec::new(),
            calls_made: Tally::default(),
            untold: false,
            faults_seen: 0,
            tally: ending::Tally::default(),
            last: None,
            steps: 0,
            moment: 0,
            current: Footprint::new(),
            wakes: Vec::new(),
            watch_left,
            limit: None,
            gaps: Gaps::new(),
            fruitless: false,
            busy_wait: false,
            switches: 0,
            preemptions: 0,
        }
    }

    /// Da pasos hasta que nadie pueda moverse, se alcance un límite o quien
    /// elige abandone (entonces, `None`).
    pub fn run(&mut self, chooser: &mut dyn Chooser) -> Result<Option<Finish>, Error> {
        loop {
            if let Some(limit) = self.reached_limit() {
                self.limit = Some(limit);
                return Ok(Some(self.finish()));
            }
            if let Some(id) = self.hermit() {
                self.watch_left = self.watch_left.saturating_sub(1);
                // Para saber si da vueltas hay que saber qué mira cada vez.
                self.current = self.next_footprint(id);
                self.perform(id)?;
                self.moment += 1;
                continue;
            }
            let options = self.candidates();
            if options.is_empty() {
                self.blame_busy();
                return Ok(Some(self.finish()));
            }
            let Some(place) = chooser.choose(&options, self.last)? else {
                return Ok(None);
            };
            let step = self.step(&options, place)?;
            chooser.stepped(step);
            if self.fruitless {
                return Ok(None);
            }
        }
    }

    /// El proceso que está solo y a punto de hacer algo que solo notarían otros. No
    /// se decide, ni es un paso: se hace y, mientras se le mire, se cuenta.
    fn hermit(&self) -> Option<LaneId> {
        let id = self.lanes.iter().position(Lane::is_alive)?;
        let lane = &self.lanes[id];
        let private = lane.pending.as_ref().is_some_and(Op::is_private_if_alone);
        let stuck =
            lane.state != State::Ready || lane.frozen || lane.knocking || lane.spin.is_waiting();
        (private && !stuck && lane.came_alone).then_some(id)
    }

    fn reached_limit(&self) -> Option<LimitKind> {
        let limits = &self.setup.limits;
        if self.limit.is_some() {
            self.limit
        } else if self.stdout.len() + self.stderr.len() > limits.output {
            Some(LimitKind::Output)
        } else if self.steps >= limits.steps {
            Some(LimitKind::Steps)
        } else if self.setup.is_late() {
            Some(LimitKind::Time)
        } else {
            None
        }
    }

    fn step(&mut self, options: &[Candidate], place: usize) -> Result<Step, Error> {
        let candidate = &options[place];
        let choice = candidate.choice;
        self.steps += 1;
        let needed = if choice.timer {
            None
        } else {
            self.needed(choice.lane)
        };
        self.note_switch(choice, options);
        self.current.clone_from(&candidate.footprint);
        self.wakes.clear();
        let may_block = !choice.timer && self.lanes[choice.lane].was_disabled;
        let among_several = !choice.timer && self.waits_among_several(choice.lane);
        self.moment += 1;
        let what = self.lanes[choice.lane].pending.as_ref();
        let what = what.map(|op| op.what.clone()).filter(|_| !choice.timer);
        self.about_to_stir(choice.lane, what.as_ref(), &candidate.footprint);
        if choice.timer {
            self.ring(choice.lane)?;
        } else if candidate.insists {
            self.insist(choice.lane, options)?;
        } else {
            self.perform(choice.lane)?;
        }
        self.recheck_kernel_sleepers()?;
        self.moment += 1;
        self.have_stirred(what.as_ref(), candidate);
        self.release_spinners(choice);
        self.last = Some(choice);
        Ok(Step {
            choice,
            footprint: std::mem::take(&mut self.current),
            wakes: std::mem::take(&mut self.wakes),
            may_block,
            among_several,
            needed,
        })
    }

    fn note_switch(&mut self, choice: Choice, options: &[Candidate]) {
        let Some(last) = self.last else { return };
        if last == choice || choice.timer {
            return;
        }
        let preempted = options
            .iter()
            .any(|option| option.choice == last && !option.yields && !last.timer)
            && !self.lanes[last.lane].just_yielded;
        if last.lane != choice.lane {
            self.switches += 1;
            self.preemptions += usize::from(preempted);
            self.push(
                choice.lane,
                EventKind::Switch {
                    preempted: preempted.then_some(last.lane),
                },
                false,
            );
        }
    }

    /// Los que giraban esperando a que cambiara algo que este paso ha cambiado
    /// vuelven a poder moverse.
    fn release_spinners(&mut self, choice: Choice) {
        for (id, lane) in self.lanes.iter_mut().enumerate() {
            if id == choice.lane {
                continue;
            }
            let changed = conflict((choice.lane, &self.current), (id, lane.spin.watched()));
            if changed {
                lane.spin.forget();
            }
        }
    }

    pub(crate) fn push(&mut self, lane: LaneId, kind: EventKind, fault: bool) {
        let pid = self.lanes[lane].vpid;
        self.events.push(Event {
            seq: self.events.len(),
            lane,
            pid,
            kind,
            fault,
        });
    }

    fn space(&self, id: LaneId) -> &Space {
        &self.spaces[self.lanes[id].space]
    }

    fn space_mut(&mut self, id: LaneId) -> &mut Space {
        let place = self.lanes[id].space;
        &mut self.spaces[place]
    }

    fn tracee(&self, id: LaneId) -> &Tracee {
        &self.lanes[id].tracee
    }

    /// El carril que el programa conoce por este PID.
    fn by_vpid(&self, vpid: i64) -> Option<LaneId> {
        self.lanes
            .iter()
            .position(|lane| i64::from(lane.vpid) == vpid)
    }

    /// El carril de este proceso, dicho con el PID que ven sus vecinos.
    fn by_inner_pid(&self, pid: Pid) -> Option<LaneId> {
        self.lanes
            .iter()
            .position(|lane| lane.tracee.inner_pid() == pid)
    }

    /// Nadie más puede tocar la memoria de este proceso: está vivo él solo y
    /// recogió a todos sus hijos.
    fn alone(&self, id: LaneId) -> bool {
        self.lanes
            .iter()
            .enumerate()
            .all(|(other, lane)| other == id || (!lane.is_alive() && lane.collected))
    }

    /// Está solo y ya no se cuenta lo que hace.
    fn unwatched(&self, id: LaneId) -> bool {
        self.watch_left == 0 && self.alone(id)
    }
}

impl Drop for World<'_> {
    /// Pase lo que pase, no queda ningún proceso del plan.
    fn drop(&mut self) {
        for lane in &self.lanes {
            if lane.is_alive() {
                sys::destroy(lane.tracee.pid);
            }
        }
    }
}
