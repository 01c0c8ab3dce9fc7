//! ¿Hace el programa siempre lo mismo cuando ve lo mismo? Cada plan es una ocasión
//! de comprobarlo: un proceso que en dos planes ha hecho y visto lo mismo tiene que
//! seguir igual en los dos. Cuando los planes ya lo han demostrado, no hace falta
//! repetir ninguno para saberlo.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::event::{Access, BlockedOn, Effect, End, Event, EventKind};
use crate::outcome::Outcome;

/// Con más planes que estos, repetir uno ya casi no se nota.
const FEW: usize = 64;

/// Un resumen de lo que un proceso ha hecho y visto.
type History = u64;

/// Lo que se ha visto hacer a los procesos.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// Lo que se hizo después de cada historia.
    next: HashMap<History, u64>,
    /// En cuántos planes ha acabado así un proceso.
    ended: HashMap<History, usize>,
    /// De cada plan, cómo acabaron sus procesos.
    plans: Vec<Vec<History>>,
    /// Alguien hizo dos cosas distintas tras ver lo mismo, o no se sabe qué vio.
    doubtful: bool,
}

impl Habits {
    /// Aprende de un plan ejecutado. `told`: en sus sucesos está todo lo que los
    /// procesos hicieron y vieron.
    pub fn include(&mut self, outcome: &Outcome, told: bool) {
        if self.doubtful || self.plans.len() > FEW {
            return;
        }
        if !told {
            self.doubtful = true;
            return;
        }
        let ends: Vec<History> = (0..outcome.lanes.len())
            .map(|lane| self.follow(lane, &outcome.events))
            .collect();
        for &end in &ends {
            *self.ended.entry(end).or_insert(0) += 1;
        }
        self.plans.push(ends);
    }

    /// Sigue a un proceso por los sucesos de un plan, hasta el final de su historia.
    fn follow(&mut self, lane: usize, events: &[Event]) -> History {
        let mut history = summary(&lane);
        for event in events.iter().filter(|event| event.lane == lane) {
            let waits = futex_wait(&event.kind);
            if let Some(waits) = waits {
                self.learn(history, waits);
            }
            if let Some(done) = deed(&event.kind) {
                // De quien se duerme no se cuentan los argumentos: van aparte.
                let moment = waits.map_or(history, |waits| summary(&(history, waits)));
                self.learn(moment, done);
            }
            if is_lived(&event.kind) {
                history = summary(&(history, &event.kind));
            }
        }
        history
    }

    /// Tras esta historia hizo esto: lo mismo que otras veces, o se contradice.
    fn learn(&mut self, history: History, done: u64) {
        let habit = *self.next.entry(history).or_insert(done);
        self.doubtful |= habit != done;
    }

    /// Hay un plan en el que todo lo que hizo cada proceso se vio también en otro, y
    /// nadie se ha contradicho: repetirlo no enseñaría nada.
    pub fn are_proved(&self) -> bool {
        let seen_twice = |end: &History| self.ended.get(end).is_some_and(|&times| times > 1);
        !self.doubtful
            && self.plans.len() <= FEW
            && self.plans.iter().any(|ends| ends.iter().all(seen_twice))
    }
}

fn summary(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Le ocurrió al proceso, y no solo al plan.
fn is_lived(kind: &EventKind) -> bool {
    match kind {
        // Dormirse en un futex es haber hecho la llamada, que no se cuenta de otra forma.
        EventKind::Blocked(on) => matches!(on, BlockedOn::Futex(_)),
        EventKind::Switch { .. } | EventKind::Woken { .. } => false,
        EventKind::Call(_)
        | EventKind::Insisted { .. }
        | EventKind::Memory { .. }
        | EventKind::Signal { .. }
        | EventKind::Exited(_) => true,
    }
}

/// El suceso es que el proceso esperó en un futex, y en cuál. Que se durmiera o que la
/// palabra ya hubiera cambiado no es decisión suya, sino de los otros.
fn futex_wait(kind: &EventKind) -> Option<u64> {
    let place = match kind {
        EventKind::Blocked(BlockedOn::Futex(place)) => place,
        EventKind::Call(call) => match &call.effect {
            Effect::FutexWait { place, .. } => place,
            _ => return None,
        },
        _ => return None,
    };
    Some(summary(&("espera", place)))
}

/// Lo que el suceso tiene de decisión del proceso. Lo demás (lo que le contestó una
/// llamada, lo que leyó en la memoria, una señal) se lo dieron los otros.
fn deed(kind: &EventKind) -> Option<u64> {
    match kind {
        EventKind::Call(call) => {
            let said = match &call.effect {
                Effect::Output { bytes, .. } => Some(bytes),
                _ => None,
            };
            Some(summary(&("llama", call.name, &call.args, said)))
        }
        EventKind::Memory {
            region,
            offset,
            access,
            after,
            ..
        } => {
            let left = (*access == Access::Write).then_some(after);
            Some(summary(&("toca", region, offset, access, left)))
        }
        EventKind::Exited(End::Code(code)) => Some(summary(&("termina", code))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Call, LaneInfo, RegionId};
    use crate::outcome::{Exit, Verdict};
    use crate::schedule::ScheduleId;

    fn read(value: u8) -> EventKind {
        EventKind::Memory {
            region: RegionId(0),
            offset: 0,
            access: Access::Read,
            before: vec![value],
            after: vec![value],
        }
    }

    fn says(text: &str) -> EventKind {
        EventKind::Call(Call {
            name: "write",
            args: vec![("fd", 1)],
            result: Ok(1),
            effect: Effect::Output {
                fd: 1,
                bytes: text.into(),
            },
        })
    }

    /// Un plan de un solo proceso, en el que ocurre esto.
    fn plan(kinds: &[EventKind]) -> Outcome {
        let event = |(seq, kind): (usize, &EventKind)| Event {
            seq,
            lane: 0,
            pid: 1000,
            kind: kind.clone(),
            fault: false,
        };
        Outcome {
            verdict: Verdict::Ok,
            stdout: Vec::new(),
            stderr: Vec::new(),
            exit: Exit::Code(0),
            zombies: 0,
            leaked_mappings: 0,
            leaked_descriptors: 0,
            children_left: 0,
            refused_signals: 0,
            count: 1,
            switches: 0,
            preemptions: 0,
            limit: None,
            lanes: vec![LaneInfo {
                lane: 0,
                parent: None,
                pid: 1000,
            }],
            schedule: ScheduleId {
                choices: Vec::new(),
                fault: None,
                fingerprint: None,
            },
            events: kinds.iter().enumerate().map(event).collect(),
        }
    }

    fn habits(plans: &[&[EventKind]]) -> Habits {
        let mut habits = Habits::default();
        for kinds in plans {
            habits.include(&plan(kinds), true);
        }
        habits
    }

    #[test]
    fn lo_visto_entero_dos_veces_queda_demostrado() {
        let same: &[EventKind] = &[read(1), says("uno")];
        assert!(!habits(&[same]).are_proved(), "una vez no demuestra nada");
        assert!(habits(&[same, same]).are_proved());
    }

    #[test]
    fn ver_otra_cosa_y_hacer_otra_cosa_no_es_contradecirse() {
        let (one, two): (&[EventKind], &[EventKind]) =
            (&[read(1), says("uno")], &[read(2), says("dos")]);
        assert!(!habits(&[one, two]).are_proved(), "cada cosa, una vez");
        assert!(habits(&[one, two, one]).are_proved());
    }

    #[test]
    fn quien_ve_lo_mismo_y_hace_otra_cosa_se_contradice_para_siempre() {
        let (one, two): (&[EventKind], &[EventKind]) =
            (&[read(1), says("uno")], &[read(1), says("dos")]);
        assert!(!habits(&[one, two, one, two]).are_proved());
    }

    /// Esperar en el futex de ese lugar, donde la palabra ya no era `expected`.
    fn found_changed(offset: u64, expected: u32) -> EventKind {
        EventKind::Call(Call {
            name: "futex",
            args: vec![("val", expected.into())],
            result: Err(libc::EAGAIN),
            effect: Effect::FutexWait {
                place: Some((RegionId(0), offset)),
                expected,
            },
        })
    }

    fn falls_asleep(offset: u64) -> EventKind {
        EventKind::Blocked(BlockedOn::Futex(Some((RegionId(0), offset))))
    }

    #[test]
    fn dormirse_en_un_futex_o_encontrarlo_cambiado_es_hacer_la_misma_llamada() {
        let woken = EventKind::Woken { by: None };
        let sleeps = [read(0), falls_asleep(4), woken, says("uno")];
        let changed = [read(0), found_changed(4, 0), read(1), says("uno")];
        assert!(habits(&[&sleeps, &changed, &sleeps]).are_proved());
        assert!(habits(&[&changed, &sleeps, &changed]).are_proved());
    }

    #[test]
    fn esperar_en_otro_futex_o_con_otro_valor_es_contradecirse() {
        let sleeps: &[EventKind] = &[falls_asleep(4)];
        let changed: &[EventKind] = &[found_changed(4, 0)];
        let (elsewhere, otherwise): (&[EventKind], &[EventKind]) =
            (&[falls_asleep(8)], &[found_changed(4, 1)]);
        assert!(!habits(&[sleeps, elsewhere, sleeps]).are_proved());
        assert!(!habits(&[changed, elsewhere, changed]).are_proved());
        assert!(!habits(&[changed, otherwise, changed]).are_proved());
    }

    #[test]
    fn tras_dormirse_tambien_se_mira_que_no_se_contradiga() {
        let (one, two) = (
            [falls_asleep(4), says("uno")],
            [falls_asleep(4), says("dos")],
        );
        assert!(!habits(&[&one, &two, &one]).are_proved());
    }

    #[test]
    fn una_senal_que_llega_en_otro_momento_no_es_cosa_del_proceso() {
        let signal = EventKind::Signal {
            signal: libc::SIGUSR1,
            from: Some(1),
        };
        let (early, late) = (
            [signal.clone(), read(1), says("uno")],
            [read(1), signal, says("uno")],
        );
        let habits = habits(&[&early, &late, &early, &late]);
        assert!(habits.are_proved());
    }

    #[test]
    fn de_lo_que_no_esta_contado_no_se_aprende() {
        let same = plan(&[read(1), says("uno")]);
        let mut habits = Habits::default();
        habits.include(&same, true);
        habits.include(&same, true);
        habits.include(&same, false);
        assert!(!habits.are_proved());
    }
}
