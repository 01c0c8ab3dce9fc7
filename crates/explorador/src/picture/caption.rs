//! La frase que dice, en una línea, qué pasa en un plan.

use crate::errno::errno_name;
use crate::event::{Backing, BlockedOn, Effect, End, EventKind, RegionId};
use crate::fault::FaultAction;
use crate::label::signal_name;
use crate::outcome::{Exit, Outcome, Verdict};

use super::bytes;
use super::items::{crash, still_waiting};
use super::memory::Memory;
use super::names::{Names, join};
use super::phrase::Teller;
use super::race::{self, Race};

/// Cuánto hay que preocuparse por un plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Está mal, lo diga quien lo diga: interbloqueo, caída, zombi, fuga…
    Wrong,
    /// Pasa algo que conviene saber: una carrera segura, un fallo provocado.
    Notable,
    /// Nada que señalar.
    Plain,
}

/// Lo que pasa en un plan, en una frase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Cuánto hay que preocuparse.
    pub tone: Tone,
    /// La frase, con su punto final.
    pub text: String,
}

/// Lo que pasa en un plan, en una frase para quien nunca oyó hablar de planes.
/// Solo afirma lo que los acontecimientos demuestran.
pub fn caption(outcome: &Outcome) -> Caption {
    let scene = Scene::new(outcome);
    let text = match outcome.verdict {
        Verdict::Deadlock => scene.deadlock(),
        Verdict::Livelock => scene.livelock(),
        Verdict::Crash => scene.crash(),
        Verdict::Timeout => scene.timeout(),
        Verdict::Ok => {
            let race = scene.race();
            // Con una carrera demostrada, lo que quedara sin soltar es lo de menos.
            let rest = match &race {
                Some(_) => unsettled(outcome),
                None => remarks(outcome),
            };
            let found = race.or_else(|| scene.injected());
            let tone = match (remarks(outcome).is_empty(), &found) {
                (false, _) => Tone::Wrong,
                (true, Some(_)) => Tone::Notable,
                (true, None) => {
                    return Caption {
                        tone: Tone::Plain,
                        text: scene.plain(),
                    };
                }
            };
            let text: Vec<String> = found.into_iter().chain(rest).collect();
            return Caption {
                tone,
                text: text.join(" "),
            };
        }
    };
    Caption {
        tone: Tone::Wrong,
        text,
    }
}

/// Está mal con independencia de lo que el programa quisiera hacer: el
/// veredicto, o algo que quedó sin recoger.
pub fn is_wrong(outcome: &Outcome) -> bool {
    outcome.verdict != Verdict::Ok || !remarks(outcome).is_empty()
}

/// Lo que quedó sin recoger o sin soltar, y lo que el explorador impidió.
pub(super) fn remarks(outcome: &Outcome) -> Vec<String> {
    let leaks = [
        count(
            outcome.leaked_mappings,
            "Falta un munmap: un proceso termina sin soltar la región compartida.",
            "Faltan # munmap: hay procesos que terminan sin soltar la región compartida.",
        ),
        count(
            outcome.leaked_descriptors,
            "Queda un descriptor sin cerrar.",
            "Quedan # descriptores sin cerrar.",
        ),
    ];
    unsettled(outcome)
        .into_iter()
        .chain(leaks.into_iter().flatten())
        .collect()
}

/// Los procesos que quedaron sin recoger, y las señales que se impidieron.
fn unsettled(outcome: &Outcome) -> Vec<String> {
    [
        count(
            outcome.refused_signals,
            "Quiso mandar una señal a un proceso que no es suyo; el explorador la impidió.",
            "Quiso mandar # señales a procesos que no son suyos; el explorador las impidió.",
        ),
        count(
            outcome.zombies,
            "Un hijo terminó y nadie lo recogió con wait: queda zombi.",
            "# hijos terminaron y nadie los recogió con wait: quedan zombis.",
        ),
        count(
            outcome.children_left,
            "Un hijo seguía vivo cuando su padre terminó.",
            "# hijos seguían vivos cuando su padre terminó.",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn count(n: usize, one: &str, many: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(one.to_string()),
        n => Some(many.replace('#', &n.to_string())),
    }
}

/// Lo que se consulta para componer la frase.
struct Scene<'a> {
    outcome: &'a Outcome,
    names: Names,
    memory: Memory,
}

impl<'a> Scene<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        Self {
            outcome,
            names: Names::new(&outcome.lanes),
            memory: Memory::new(&outcome.events),
        }
    }

    fn el(&self, lane: usize) -> String {
        format!("el {}", self.names.of(lane))
    }

    fn deadlock(&self) -> String {
        let waits = self.waits(|_| true);
        if waits.is_empty() {
            return "Interbloqueo: quedan procesos y ninguno puede seguir.".to_string();
        }
        let tail = if waits.len() > 1 {
            "Ninguno puede seguir."
        } else {
            "Nadie lo va a despertar."
        };
        format!("Interbloqueo: {}. {tail}", join(&waits))
    }

    fn livelock(&self) -> String {
        let waits = self.waits(|on| matches!(on, BlockedOn::Memory(..)));
        if waits.is_empty() {
            return "Giro sin fin: quedan procesos que repiten lo mismo y nadie los va a sacar de ahí."
                .to_string();
        }
        format!("Giro sin fin: {}, y nadie lo va a cambiar.", join(&waits))
    }

    /// «el padre espera a que termine el hijo», por cada uno que espera.
    fn waits(&self, which: impl Fn(&BlockedOn) -> bool) -> Vec<String> {
        let teller = Teller {
            names: &self.names,
            memory: &self.memory,
        };
        still_waiting(&self.outcome.events)
            .into_iter()
            .filter(|(_, on)| which(on))
            .map(|(lane, on)| format!("{} {}", self.el(lane), teller.waiting(&on)))
            .collect()
    }

    fn crash(&self) -> String {
        let Some((lane, end)) = crash(&self.outcome.events) else {
            return "Un proceso cayó por una señal que nadie le mandó.".to_string();
        };
        let who = capital(&self.el(lane));
        let End::Killed {
            signal,
            address,
            after_unmap,
        } = end
        else {
            return format!("{who} {}.", end.describe());
        };
        let name = signal_name(signal);
        match (after_unmap, address, signal) {
            (Some(region), _, _) => format!(
                "{who} muere por {name}: toca la región {region} después de haberla soltado con munmap."
            ),
            (None, Some(0..4096), _) => {
                format!("{who} muere por {name}: usa un puntero nulo.")
            }
            (None, Some(address), _) => {
                let shortened = self.file_at(address).filter(|_| signal == libc::SIGBUS);
                let what = match shortened {
                    Some(region) => {
                        format!("la región {region} más allá del final de su archivo")
                    }
                    None => format!("la dirección {address:#x}, que no puede usar"),
                };
                format!("{who} muere por {name}: toca {what}.")
            }
            (None, None, libc::SIGABRT) => {
                format!("{who} muere por {name}: él mismo pidió abortar.")
            }
            (None, None, _) => format!("{who} muere por {name}."),
        }
    }

    /// La región que proyecta un archivo en esta dirección.
    fn file_at(&self, address: u64) -> Option<RegionId> {
        self.outcome.events.iter().rev().find_map(|event| {
            let EventKind::Call(call) = &event.kind else {
                return None;
            };
            match &call.effect {
                Effect::Map {
                    region,
                    address: start,
                    length,
                    backing: Backing::File(_),
                    ..
                } if (*start..start.saturating_add(*length)).contains(&address) => *region,
                _ => None,
            }
        })
    }

    fn timeout(&self) -> String {
        let why = self
            .outcome
            .limit
            .map_or("se alcanzó un límite", crate::LimitKind::describe);
        format!("El plan no terminó: {why}.")
    }

    fn race(&self) -> Option<String> {
        let lanes = self.lanes();
        // Si solo hay un sitio donde leer y escribir, sobra decir cuál.
        let only = self.memory.fields().len() == 1;
        let what = |field: usize| match self.memory.fields().get(field) {
            Some(field) if !only => format!(" {}", field.place()),
            _ => String::new(),
        };
        Some(
            match race::find(&self.outcome.events, &self.memory, lanes)? {
                Race::Early {
                    reader,
                    writer,
                    field,
                } => format!(
                    "{} leyó{} antes de que {} escribiera.",
                    capital(&self.el(reader)),
                    what(field),
                    self.el(writer)
                ),
                Race::Torn {
                    reader,
                    writer,
                    field,
                    seen,
                } => format!(
                    "{} leyó{} cuando {} iba por la mitad: solo había escrito {}.",
                    capital(&self.el(reader)),
                    what(field),
                    self.el(writer),
                    bytes::show(&seen)
                ),
                Race::Stale {
                    reader,
                    writer,
                    field,
                } => format!(
                    "{} leyó{} antes de que {} volviera a escribir.",
                    capital(&self.el(reader)),
                    what(field),
                    self.el(writer)
                ),
                Race::Lost {
                    loser,
                    winner,
                    field,
                } => format!(
                    "{} escribió{} encima de lo que {} acababa de escribir, sin haberlo leído.",
                    capital(&self.el(loser)),
                    what(field).replace(' ', " en "),
                    self.el(winner)
                ),
            },
        )
    }

    fn lanes(&self) -> usize {
        super::story::lane_count(self.outcome)
    }

    fn injected(&self) -> Option<String> {
        let fault = self.outcome.schedule.fault()?;
        let call = format!("la llamada {} número {}", fault.call, fault.nth);
        let what = match fault.action {
            FaultAction::Errno(errno) => format!("Se hizo fallar {call} con {}", errno_name(errno)),
            FaultAction::Short(1) => format!("Se hizo que {call} tratara un solo byte"),
            FaultAction::Short(bytes) => format!("Se hizo que {call} tratara solo {bytes} bytes"),
        };
        Some(format!("{what}; el programa {}.", self.ended()))
    }

    fn plain(&self) -> String {
        let all = if self.outcome.lanes.len() > 1 {
            "Todos los procesos terminan"
        } else {
            "El programa termina"
        };
        match self.outcome.exit {
            Exit::Code(0) => match self.failed_child() {
                Some(child) => format!("{all}; {child}."),
                None => format!("{all}, sin nada que señalar."),
            },
            _ => format!("{all}; el programa {}.", self.ended()),
        }
    }

    /// El primero que dijo, con su código, que algo le fue mal.
    fn failed_child(&self) -> Option<String> {
        self.outcome
            .events
            .iter()
            .find_map(|event| match event.kind {
                EventKind::Exited(end @ End::Code(code)) if code != 0 => {
                    Some(format!("{} {}", self.el(event.lane), end.describe()))
                }
                _ => None,
            })
    }

    fn ended(&self) -> String {
        match self.outcome.exit {
            Exit::Code(code) => format!("termina con código {code}"),
            Exit::Signal(signal) => format!("muere por {}", signal_name(signal)),
            Exit::Unfinished => "no llega a terminar".to_string(),
        }
    }
}

/// Con mayúscula inicial.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
