//! El plan más sencillo que lleva a un final: entre los órdenes equivalentes
//! del que se encontró, el de menos cambios de proceso.

use super::Found;
use super::order::Order;
use crate::error::Error;
use crate::limits::LimitKind;
use crate::outcome::{Outcome, Verdict};
use crate::schedule::Choice;
use crate::session::{Session, Watching};
use crate::world::{Candidate, Chooser, Step};

/// Con más procesos que estos no se prueban todas las preferencias.
const MAX_PERMUTED: usize = 4;

/// Un plan que lleva a un final.
pub(crate) struct Witness {
    pub outcome: Outcome,
    /// Sus sucesos están todos.
    pub watched: bool,
}

/// El mejor plan para este final.
pub(crate) fn simplest(session: &Session, found: Found) -> Result<Witness, Error> {
    let mut best = Witness {
        outcome: found.outcome,
        watched: found.watched,
    };
    if best.outcome.verdict == Verdict::Timeout {
        // Repetirlo costaría otra vez el límite entero y no diría más.
        best.watched = true;
        return Ok(best);
    }
    let order = Order::of(&found.steps);
    let mut tried: Vec<Vec<Choice>> = Vec::new();
    for preference in preferences(&found.steps) {
        let sequence = linearize(&found.steps, &order, &preference);
        if session.setup.is_late() {
            break;
        }
        if switches(&sequence) >= best.outcome.switches || tried.contains(&sequence) {
            continue;
        }
        if let Some(simpler) = follow(session, &sequence)?
            && simpler.outcome.same_ending(&best.outcome)
            && cost(&simpler.outcome) < cost(&best.outcome)
        {
            best = simpler.counted_as(&best);
        }
        tried.push(sequence);
    }
    Ok(best)
}

/// El mismo plan, ejecutado otra vez y con todos sus sucesos. Si no da tiempo, el
/// mismo que era, sin huella: al reproducirlo no hay con qué comparar sus pasos.
pub(crate) fn again(session: &Session, witness: Witness) -> Result<Witness, Error> {
    let seen = session.replay(&witness.outcome.schedule.choices)?;
    if seen.limit.is_some_and(LimitKind::depends_on_speed) {
        let mut kept = witness;
        if !kept.watched {
            kept.outcome.schedule.fingerprint = None;
        }
        return Ok(kept);
    }
    if !seen.same_ending(&witness.outcome) {
        return Err(Error::NotDeterministic(format!(
            "el plan {} acabó de otra manera al repetirlo",
            seen.schedule
        )));
    }
    let seen = Witness {
        outcome: seen,
        watched: true,
    };
    Ok(seen.counted_as(&witness))
}

impl Witness {
    /// Con las veces que se vio el final de `other`, que es el mismo.
    fn counted_as(mut self, other: &Self) -> Self {
        self.outcome.count = other.outcome.count;
        self
    }
}

fn cost(outcome: &Outcome) -> (usize, usize) {
    (outcome.preemptions, outcome.switches)
}

fn switches(sequence: &[Choice]) -> usize {
    sequence
        .windows(2)
        .filter(|pair| pair[0].lane != pair[1].lane)
        .count()
}

/// Órdenes de preferencia entre los procesos.
fn preferences(steps: &[Step]) -> Vec<Vec<Choice>> {
    let mut processes: Vec<Choice> = steps.iter().map(|step| step.choice).collect();
    processes.sort_unstable();
    processes.dedup();
    if processes.len() > MAX_PERMUTED {
        let reversed = processes.iter().rev().copied().collect();
        return vec![processes, reversed];
    }
    let mut all = vec![Vec::new()];
    for process in processes {
        all = all
            .into_iter()
            .flat_map(|partial: Vec<Choice>| {
                (0..=partial.len()).map(move |place| {
                    let mut longer = partial.clone();
                    longer.insert(place, process);
                    longer
                })
            })
            .collect();
    }
    all
}

/// Los mismos pasos en un orden equivalente: cada proceso sigue mientras pueda.
fn linearize(steps: &[Step], order: &Order, preference: &[Choice]) -> Vec<Choice> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    let mut sequence: Vec<Choice> = Vec::new();
    while !left.is_empty() {
        let ready = |choice: Choice| {
            let position = left
                .iter()
                .position(|&place| steps[place].choice == choice)?;
            let place = left[position];
            left[..position]
                .iter()
                .all(|&other| !order.before(other, place))
                .then_some(position)
        };
        let next = sequence
            .last()
            .and_then(|&last| ready(last))
            .or_else(|| preference.iter().find_map(|&choice| ready(choice)));
        // El primero que queda siempre puede ir: nada de lo que queda va antes.
        let place = left.remove(next.unwrap_or(0));
        sequence.push(steps[place].choice);
    }
    sequence
}

/// Sigue una secuencia de pasos; `None` si el programa no la permite.
fn follow(session: &Session, sequence: &[Choice]) -> Result<Option<Witness>, Error> {
    let mut follower = Follower { sequence, taken: 0 };
    let run = session.run(&mut follower, Watching::IfCheap)?;
    Ok(run.map(|run| Witness {
        outcome: run.outcome,
        watched: run.watched,
    }))
}

struct Follower<'a> {
    sequence: &'a [Choice],
    taken: usize,
}

impl Chooser for Follower<'_> {
    fn choose(
        &mut self,
        options: &[Candidate],
        _last: Option<Choice>,
    ) -> Result<Option<usize>, Error> {
        let Some(wanted) = self.sequence.get(self.taken) else {
            return Ok(None);
        };
        self.taken += 1;
        Ok(options.iter().position(|option| option.choice == *wanted))
    }

    fn stepped(&mut self, _step: Step) {}
}
