//! La frase de cada paso, con los procesos por su nombre. Lo que no nombra a
//! nadie lo cuenta [`Event::label`].

use crate::errno::errno_name;
use crate::event::{Access, BlockedOn, Call, Effect, End, Event, EventKind};
use crate::fault::canonical;
use crate::label::{blocked_label, signal_name};

use super::bytes::{integer, show};
use super::fit::{GLUE, clean};
use super::memory::{Field, Memory, Use};
use super::names::{Names, join};

/// Lo que hace falta para contar un paso.
pub(super) struct Teller<'a> {
    pub names: &'a Names,
    pub memory: &'a Memory,
}

impl Teller<'_> {
    /// La frase de un acontecimiento que no es un acceso a memoria.
    pub fn tell(&self, event: &Event) -> String {
        let text = match &event.kind {
            EventKind::Call(Call {
                effect: Effect::Fork { .. },
                name,
                result: Err(errno),
                ..
            }) => Some(format!("{} → {}", canonical(name), errno_name(*errno))),
            EventKind::Call(call) if call.result.is_ok() => self.call(call),
            EventKind::Blocked(on) => Some(self.waiting(on)),
            EventKind::Insisted { times } => Some(format!(
                "sigue igual {times} pasos más, sin que nadie se mueva"
            )),
            EventKind::Woken { .. } => Some("ya puede seguir".to_string()),
            EventKind::Signal {
                signal,
                from: Some(lane),
            } => Some(format!(
                "recibe {} del {}",
                signal_name(*signal),
                self.names.of(*lane)
            )),
            EventKind::Switch { .. } => Some(format!("sigue el {}", self.names.of(event.lane))),
            _ => None,
        };
        text.unwrap_or_else(|| clean(&event.label()))
    }

    fn call(&self, call: &Call) -> Option<String> {
        Some(match &call.effect {
            Effect::Fork { child: Some(child) } => {
                format!(
                    "{} → nace el {}",
                    canonical(call.name),
                    self.names.of(*child)
                )
            }
            Effect::Wait {
                reaped: Some((lane, end)),
                ..
            } => {
                format!("recoge al {} ({})", self.names.of(*lane), short_end(end))
            }
            Effect::WaitJob {
                child,
                stopped: Some(signal),
            } => format!(
                "ve parado al {} ({})",
                self.names.of(*child),
                signal_name(*signal)
            ),
            Effect::WaitJob {
                child,
                stopped: None,
            } => format!("ve que el {} sigue", self.names.of(*child)),
            Effect::Kill {
                lane: Some(lane),
                signal,
                ..
            } => {
                format!(
                    "{} {} al {}",
                    call.name,
                    signal_name(*signal),
                    self.names.of(*lane)
                )
            }
            Effect::FutexWake { woken, .. } if !woken.is_empty() => {
                let woken: Vec<String> = woken
                    .iter()
                    .map(|&lane| format!("al {}", self.names.of(lane)))
                    .collect();
                format!("despierta {}", join(&woken))
            }
            Effect::Input { fd, bytes } if !bytes.is_empty() => {
                format!("{} {} {}", call.name, show(bytes), source(*fd))
            }
            Effect::Input { fd, .. } => {
                format!("{} {}: no queda nada", call.name, source(*fd))
            }
            Effect::Descriptors { fds } => {
                let numbers: Vec<String> = fds.iter().map(ToString::to_string).collect();
                let word = match fds.len() {
                    1 => format!("descriptor{GLUE}"),
                    _ => "descriptores ".to_string(),
                };
                format!("{} → {word}{}", canonical(call.name), join(&numbers))
            }
            Effect::Unmap {
                regions, length, ..
            } if !regions.is_empty() => {
                let names: Vec<String> = regions.iter().map(ToString::to_string).collect();
                let word = if names.len() == 1 {
                    "región"
                } else {
                    "regiones"
                };
                format!("{} {length} ({word}{GLUE}{})", call.name, join(&names))
            }
            _ => return None,
        })
    }

    /// A qué espera un proceso.
    pub fn waiting(&self, on: &BlockedOn) -> String {
        let field = |region, offset| {
            let place = self.memory.field_of(region, offset, 1)?;
            self.memory.fields().get(place)
        };
        match on {
            BlockedOn::Child(Some(lane)) => {
                format!("espera a que termine el {}", self.names.of(*lane))
            }
            BlockedOn::Futex(Some((region, offset))) => match field(*region, *offset) {
                Some(field) if field.usage == Use::Semaphore => {
                    format!("espera a que suba el semáforo {}", field.place())
                }
                _ => blocked_label(on),
            },
            _ => blocked_label(on),
        }
    }
}

/// «de la entrada», «del descriptor 3».
fn source(fd: i32) -> String {
    match fd {
        0 => "de la entrada".to_string(),
        other => format!("del descriptor{GLUE}{other}"),
    }
}

/// «código 0», «SIGSEGV».
fn short_end(end: &End) -> String {
    match end {
        End::Code(code) => format!("código{GLUE}{code}"),
        End::Killed { signal, .. } => signal_name(*signal),
    }
}

/// Un acceso, o varios seguidos del mismo proceso al mismo trozo.
pub(super) struct Touched<'a> {
    pub field: &'a Field,
    pub access: Access,
    pub start: u64,
    pub end: u64,
    pub before: &'a [u8],
    pub after: &'a [u8],
}

impl Touched<'_> {
    /// La frase; `None` si es un detalle interno de la biblioteca de C.
    pub fn tell(&self) -> Option<String> {
        match self.field.usage {
            Use::SemaphoreMark => None,
            Use::Semaphore => self.semaphore(),
            Use::Number | Use::Bytes => Some(self.plain()),
        }
    }

    fn plain(&self) -> String {
        let place = self.place();
        let after = self.field.value(self.after);
        match self.access {
            Access::Read => format!("lee {after} de {place}"),
            Access::Write => format!("escribe {after} en {place}"),
            Access::Update if self.before == self.after => {
                format!("mira {place} y lo deja en {after}, de una vez")
            }
            Access::Update => {
                let before = self.field.value(self.before);
                format!("cambia {before} por {after} en {place}, de una vez")
            }
        }
    }

    fn place(&self) -> String {
        let region = self.field.region;
        let last = self.end.saturating_sub(1);
        if self.field.usage == Use::Number || last <= self.start {
            format!("{region}+{}", self.start)
        } else {
            format!("{region}+{}…{region}+{last}", self.start)
        }
    }

    fn semaphore(&self) -> Option<String> {
        let count = |bytes: &[u8]| integer(&bytes[..bytes.len().min(4)]);
        let (before, after) = (count(self.before), count(self.after));
        let place = self.field.place();
        match self.access {
            Access::Read => None,
            Access::Write => Some(format!("prepara el semáforo {place} con valor {after}")),
            Access::Update if before == after => None,
            Access::Update if after > before => Some(format!(
                "sube el semáforo {place}: {before}{GLUE}→{GLUE}{after}"
            )),
            Access::Update => Some(format!(
                "baja el semáforo {place}: {before}{GLUE}→{GLUE}{after}"
            )),
        }
    }
}
