//! Un final: lo que se vio en un orden, con explorador o sin él.

use std::collections::HashMap;

use explorador::picture::{self, TextStyle};
use explorador::{
    Access, BlockedOn, Call, Effect, EventKind, Exit, LimitKind, Outcome, RegionId, Verdict,
};

use crate::failure::{Failure, Picture, quote};
use crate::process::{End, Finished, PANIC_CODE, plain_panics};
use crate::todo;

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
    /// Descriptores que los procesos tenían abiertos al terminar, aparte de los tres
    /// primeros. Sin explorador no se ven.
    pub leaked_descriptors: usize,
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
    /// Lo que vio el explorador; `replay` es la orden que lo repite.
    pub(super) fn explored(outcome: Outcome, replay: String) -> Self {
        Self {
            verdict: outcome.verdict,
            exit: outcome.exit,
            stdout: outcome.stdout_text(),
            stderr: plain_panics(&outcome.stderr_text()),
            zombies: outcome.zombies,
            children_left: outcome.children_left,
            leaked_mappings: outcome.leaked_mappings,
            leaked_descriptors: outcome.leaked_descriptors,
            outcome: Some(outcome),
            replay,
        }
    }

    /// Lo que se vio al ejecutar el programa sin más.
    pub(super) fn plain(run: &Finished) -> Self {
        let (verdict, exit) = match run.end {
            End::Exited(code) => (Verdict::Ok, Exit::Code(code)),
            End::Killed(signal) => (Verdict::Crash, Exit::Signal(signal)),
            End::Deadline(_) | End::Flood => (Verdict::Timeout, Exit::Unfinished),
        };
        Self {
            verdict,
            exit,
            stdout: run.out(),
            stderr: run.err(),
            zombies: run.zombies,
            children_left: run.left_running,
            leaked_mappings: 0,
            leaked_descriptors: 0,
            outcome: None,
            replay: String::new(),
        }
    }

    /// Si desde fuera no se distingue de `other`.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.verdict == other.verdict
            && self.exit == other.exit
            && self.stdout == other.stdout
            && self.zombies == other.zombies
            && self.children_left == other.children_left
    }

    /// Si lo paró un `todo!`.
    pub fn is_unwritten(&self) -> bool {
        todo::is_in(&self.stderr)
    }

    /// Si el proceso principal terminó por un pánico.
    pub fn panicked(&self) -> bool {
        self.exit == Exit::Code(PANIC_CODE)
    }

    /// La cita de lo que salió, por las dos salidas.
    pub fn shown(&self) -> String {
        quote(&self.stdout) + &quote(&self.stderr)
    }

    /// Un fallo con el dibujo de este final y la orden que lo repite.
    pub fn picture(&self, failure: Failure) -> Failure {
        match &self.outcome {
            Some(outcome) => failure.picture(draw(outcome), self.replay.clone()),
            None => failure,
        }
    }

    /// Si alguien se quedó esperando o dando vueltas, y el programa no terminó.
    pub fn is_stuck(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Deadlock | Verdict::Livelock | Verdict::Timeout
        )
    }

    /// Si alguien, después de leer memoria compartida, da vueltas sin volver a mirarla.
    pub fn spins_blindly(&self) -> bool {
        let silent = |outcome: &&Outcome| outcome.limit == Some(LimitKind::Silence);
        let last = |outcome: &Outcome| outcome.events.last().map(|event| event.kind.clone());
        matches!(
            self.outcome.as_ref().filter(silent).and_then(last),
            Some(EventKind::Memory {
                access: Access::Read,
                ..
            })
        )
    }

    /// La señal que mató al primer proceso que murió de una.
    pub fn deadly_signal(&self) -> Option<i32> {
        let Some(outcome) = &self.outcome else {
            return match self.exit {
                Exit::Signal(signal) => Some(signal),
                _ => None,
            };
        };
        outcome.events.iter().find_map(|event| match event.kind {
            EventKind::Exited(explorador::End::Killed { signal, .. }) => Some(signal),
            _ => None,
        })
    }

    /// Si alguien se queda esperando a que lo despierten en memoria que no es compartida.
    pub fn waits_in_own_memory(&self) -> bool {
        let mut waiting = vec![false; self.lanes()];
        for event in self.outcome.iter().flat_map(|outcome| &outcome.events) {
            let Some(waits) = waiting.get_mut(event.lane) else {
                continue;
            };
            match &event.kind {
                EventKind::Blocked(on) => *waits = *on == BlockedOn::Futex(None),
                EventKind::Woken { .. } => *waits = false,
                _ => {}
            }
        }
        waiting.contains(&true)
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

    /// Los bytes que se pidieron en cada reserva de memoria compartida.
    pub fn reserved_lengths(&self) -> Vec<u64> {
        self.calls()
            .filter_map(|(_, call)| match call.effect {
                Effect::Map {
                    region: Some(_),
                    length,
                    ..
                } => Some(length),
                _ => None,
            })
            .collect()
    }

    /// Lo primero que se tocó más allá de lo reservado en una región: hasta qué byte se
    /// llegó, y cuántos había. El núcleo da páginas enteras, así que no se nota de otra forma.
    pub fn trespass(&self) -> Option<(u64, u64)> {
        let mut reserved: HashMap<RegionId, u64> = HashMap::new();
        for event in self.outcome.iter().flat_map(|outcome| &outcome.events) {
            match &event.kind {
                EventKind::Call(call) => {
                    if let Effect::Map { region, length, .. } = call.effect {
                        reserved.extend(region.map(|region| (region, length)));
                    }
                }
                EventKind::Memory {
                    region,
                    offset,
                    before,
                    ..
                } => {
                    let (end, room) = (offset + before.len() as u64, reserved.get(region));
                    if let Some(&room) = room.filter(|&&room| room < end) {
                        return Some((end, room));
                    }
                }
                _ => {}
            }
        }
        None
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

fn draw(outcome: &Outcome) -> Picture {
    let text = picture::text(outcome, &TextStyle::default());
    Picture {
        text: text.trim_end().to_owned(),
        svg: picture::svg(outcome),
    }
}
