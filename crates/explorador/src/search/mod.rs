//! La búsqueda: qué planes ejecutar para ver todos los finales sin repetir los
//! que solo se distinguen en el orden de pasos independientes.
//!
//! Sin cota: reducción dinámica de órdenes parciales con conjuntos fuente y de
//! sueño (Abdulla y otros, 2014). Con cota de expropiaciones, la de Coons y
//! otros (2013), que añade puntos conservadores porque la cota rompe la
//! anterior. Si sin cota se acaba dentro de los límites, el informe es
//! exhaustivo; si no, se busca con cota creciente.

mod habits;
mod learn;
mod node;
mod order;
mod tree;
mod witness;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::explorer::{Explorer, Progress};
use crate::gap::Gap;
use crate::limits::LimitKind;
use crate::outcome::{Outcome, Report, Verdict};
use crate::reach::Reach;
use crate::session::{Run, Session, Watching, signed};
use crate::world::Step;
use habits::Habits;
use order::{Class, Order};
use tree::{Mode, Tree};

/// Un final encontrado y el mejor plan conocido que lleva a él.
pub(crate) struct Found {
    pub outcome: Outcome,
    /// Sus sucesos están todos.
    pub watched: bool,
    pub steps: Vec<Step>,
}

impl Found {
    /// Cuánto cuesta entender este plan: primero las expropiaciones, luego los
    /// cambios; lo demás, para que el informe sea siempre el mismo.
    fn cost(&self) -> (usize, usize, usize, &[crate::schedule::Choice]) {
        let choices = &self.outcome.schedule.choices;
        (
            self.outcome.preemptions,
            self.outcome.switches,
            self.steps.len(),
            choices,
        )
    }
}

/// El estado de una exploración.
struct Search<'a> {
    explorer: &'a Explorer,
    session: &'a Session,
    found: Vec<Found>,
    schedules: usize,
    /// Los que no llegaron a un final: repetían otro, o se acabó el tiempo.
    abandoned: usize,
    /// Por fuerza bruta, las clases de planes equivalentes que han salido.
    classes: HashSet<Class>,
    stopped_by: Option<LimitKind>,
    reach: Reach,
    habits: Habits,
    started: Instant,
    /// Lo que ha tardado el plan más largo.
    longest: Duration,
    busy_wait: bool,
}

/// Cómo acabó una fase de la búsqueda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Todo visto; falso si la cota descartó algo.
    Complete {
        bound_cut: bool,
    },
    OutOfBudget,
}

/// Explora el programa entero.
pub(crate) fn explore(explorer: &Explorer, session: &Session) -> Result<Report, Error> {
    let mut search = Search {
        explorer,
        session,
        found: Vec::new(),
        schedules: 0,
        abandoned: 0,
        classes: HashSet::new(),
        stopped_by: None,
        reach: Reach::default(),
        habits: Habits::default(),
        started: Instant::now(),
        longest: Duration::ZERO,
        busy_wait: false,
    };
    let (exhaustive, bound) = search.run().map_err(own_fault)?;
    let gaps: Vec<Gap> = session.gaps.borrow().iter().copied().collect();
    let exhaustive = exhaustive && gaps.is_empty();
    search
        .reach
        .close(exhaustive && session.setup.fault.is_none());
    let outcomes = search.witnesses().map_err(own_fault)?;
    Ok(Report {
        program: explorer.program.command_line(),
        schedules: search.schedules,
        abandoned: search.abandoned,
        distinct: (!explorer.reduction).then_some(search.classes.len()),
        exhaustive,
        preemption_bound: bound,
        elapsed: search.started.elapsed(),
        outcomes,
        stopped_by: search.stopped_by,
        gaps,
        busy_wait: search.busy_wait,
        reach: search.reach,
    })
}

/// Nadie ha cambiado el programa mientras se explora: es él el que no hace siempre lo
/// mismo.
fn own_fault(error: Error) -> Error {
    match error {
        Error::ReplayDiverged(what) => Error::NotDeterministic(what),
        other => other,
    }
}

impl Phase {
    const ALL: Self = Self::Complete { bound_cut: false };
}

/// La parte de los planes que se gasta en ver si sin cota se acaba enseguida. Se
/// mide en planes y no en tiempo: el informe no puede depender de lo cargada que
/// esté la máquina.
const QUICK_SHARE: usize = 8;
/// La mayoría de los errores reales salen con dos expropiaciones o menos
/// (Thomson, Donaldson y Betts, 2014).
const USEFUL_BOUND: usize = 2;

impl Search<'_> {
    /// Devuelve si se vio todo y hasta qué cota.
    fn run(&mut self) -> Result<(bool, Option<usize>), Error> {
        let total = self.explorer.limits.schedules;
        if !self.explorer.reduction {
            let mode = Mode::Everything {
                bound: self.explorer.bound,
            };
            let phase = self.phase(mode, total)?;
            let cut = phase != Phase::ALL;
            return Ok((!cut, if cut { self.explorer.bound } else { None }));
        }
        if let Some(bound) = self.explorer.bound {
            return self.up_to(bound, total);
        }
        if self.phase(Mode::Reduced, total / QUICK_SHARE)? == Phase::ALL {
            self.stopped_by = None;
            return Ok((true, None));
        }
        // No cabe en un rato: primero lo que más errores encuentra por plan, que
        // son los de pocas expropiaciones; luego, lo que dé tiempo.
        let bounded = self.up_to(USEFUL_BOUND, total)?;
        if bounded.0 || self.stopped_by.is_some() {
            return Ok(bounded);
        }
        if self.phase(Mode::Reduced, total)? == Phase::ALL {
            self.stopped_by = None;
            return Ok((true, None));
        }
        Ok(bounded)
    }

    /// Cota creciente hasta `bound`, o hasta que se acabe lo que hay.
    fn up_to(&mut self, bound: usize, total: usize) -> Result<(bool, Option<usize>), Error> {
        let mut reached = None;
        for bound in 0..=bound {
            match self.phase(Mode::Bounded { bound }, total)? {
                Phase::OutOfBudget => return Ok((false, reached)),
                Phase::ALL => {
                    self.stopped_by = None;
                    return Ok((true, None));
                }
                Phase::Complete { bound_cut: true } => reached = Some(bound),
            }
        }
        self.stopped_by = None;
        Ok((false, reached))
    }

    fn phase(&mut self, mode: Mode, budget: usize) -> Result<Phase, Error> {
        let mut tree = Tree::new(mode);
        loop {
            if self.schedules >= budget {
                self.stopped_by = Some(LimitKind::Schedules);
                return Ok(Phase::OutOfBudget);
            }
            if self.out_of_time() {
                self.stopped_by = Some(LimitKind::Time);
                return Ok(Phase::OutOfBudget);
            }
            tree.begin();
            let run = self.timed_run(&mut tree)?;
            self.schedules += 1;
            let stuck = run.as_ref().map_or(&[][..], |run| &run.finish.stuck);
            tree.learn(stuck);
            match run {
                Some(run) if run.outcome.limit == Some(LimitKind::Time) => {
                    self.abandoned += 1;
                    self.stopped_by = Some(LimitKind::Time);
                    return Ok(Phase::OutOfBudget);
                }
                Some(run) => {
                    self.busy_wait |= run.busy_wait;
                    self.reach.include(&run.calls_made);
                    self.habits.include(&run.outcome, run.watched && run.told);
                    if !self.explorer.reduction {
                        self.classes.insert(Order::of(tree.steps()).class());
                    }
                    self.remember(run, tree.steps());
                }
                None => self.abandoned += 1,
            }
            self.report_progress(mode);
            if !tree.advance() {
                return Ok(Phase::Complete {
                    bound_cut: tree.bound_cut(),
                });
            }
        }
    }

    fn timed_run(&mut self, tree: &mut Tree) -> Result<Option<Run>, Error> {
        let start = Instant::now();
        let run = self.session.run(tree, Watching::IfCheap)?;
        self.longest = self.longest.max(start.elapsed());
        Ok(run)
    }

    /// No queda tiempo para otro plan y para repetir después, mirándolos, los que
    /// hay que enseñar.
    fn out_of_time(&self) -> bool {
        let unwatched = self.found.iter().filter(|found| !found.watched).count();
        let doubtful = usize::from(!self.found.is_empty());
        let repeats = u32::try_from(unwatched + doubtful).unwrap_or(u32::MAX);
        let reserved = self.longest.saturating_mul(repeats);
        self.started.elapsed() + reserved >= self.explorer.limits.time
    }

    fn report_progress(&self, mode: Mode) {
        if let Some(watcher) = &self.explorer.watcher {
            watcher(Progress {
                schedules: self.schedules,
                outcomes: self.found.len(),
                preemption_bound: match mode {
                    Mode::Bounded { bound } => Some(bound),
                    Mode::Everything { bound } => bound,
                    Mode::Reduced => None,
                },
            });
        }
    }

    fn remember(&mut self, run: Run, steps: &[Step]) {
        let fresh = Found {
            outcome: run.outcome,
            watched: run.watched,
            steps: steps.to_vec(),
        };
        let known = self
            .found
            .iter_mut()
            .find(|known| known.outcome.same_ending(&fresh.outcome));
        let Some(known) = known else {
            self.found.push(fresh);
            return;
        };
        let count = known.outcome.count + 1;
        if fresh.cost() < known.cost() {
            *known = fresh;
        }
        known.outcome.count = count;
    }

    /// El final que se repite para descubrir un programa que depende de algo que el
    /// explorador no gobierna: uno que solo se vio una vez o, si todos se vieron más,
    /// el primero. Que se viera más no lo absuelve: pudo ser por planes distintos.
    /// Ninguno, si ya está demostrado que no depende de nada más.
    fn doubtful(&self) -> Option<usize> {
        if self.habits.are_proved() {
            return None;
        }
        let finished = |found: &Found| found.outcome.verdict != Verdict::Timeout;
        self.found
            .iter()
            .position(|found| found.outcome.count == 1 && finished(found))
            .or_else(|| self.found.iter().position(finished))
    }

    /// Para cada final, el plan más sencillo que lleva a él, con todos sus sucesos.
    fn witnesses(&mut self) -> Result<Vec<Outcome>, Error> {
        let doubtful = self.doubtful();
        let mut outcomes = Vec::new();
        for (place, found) in std::mem::take(&mut self.found).into_iter().enumerate() {
            let mut witness = witness::simplest(self.session, found)?;
            if doubtful == Some(place) || !witness.watched {
                // Lo reservado es una estimación: cada repetición tiene su propio
                // margen, para que una máquina cargada no deje un final sin enseñar.
                self.session.allow_more(self.longest.saturating_mul(2));
                witness = witness::again(self.session, witness)?;
            }
            outcomes.push(signed(witness.outcome));
        }
        outcomes.sort_by(|a, b| rank(a).cmp(&rank(b)));
        Ok(outcomes)
    }
}

type Rank<'a> = (
    bool,
    usize,
    usize,
    Verdict,
    &'a [u8],
    &'a [crate::schedule::Choice],
);

/// Primero lo que está mal, y de ello lo más fácil de entender.
fn rank(outcome: &Outcome) -> Rank<'_> {
    (
        outcome.verdict == Verdict::Ok,
        outcome.preemptions,
        outcome.switches,
        outcome.verdict,
        &outcome.stdout,
        &outcome.schedule.choices,
    )
}
