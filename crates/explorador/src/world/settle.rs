//! Dejar correr a un proceso hasta que esté a punto de hacer algo visible.

use std::cell::Cell;

use super::child_signal::ignores_signals;
use super::job::freezes;
use super::op::{Op, What};
use super::spin::Arrival;
use super::{LaneId, State, World};
use crate::arch::{KEY_FAULT, Regs};
use crate::calls::{Kind, Spec, spec};
use crate::error::Error;
use crate::event::{End, EventKind};
use crate::sys::{self, Resume, Stop};

/// Paradas sin importancia seguidas tras las que se da por hecho que el proceso no
/// va a hacer nada visible. Se cuentan, y no se cronometran, para que el veredicto
/// no dependa de la máquina.
const QUIET_STOPS: usize = 50_000;

impl World<'_> {
    /// Deja correr al proceso, que está parado fuera de toda operación, hasta
    /// la siguiente. Antes pasan los que él haya despertado dentro del núcleo: si no,
    /// lo que se encontrara al llegar dependería de lo que a ellos les diera tiempo.
    pub(crate) fn run_to_next(&mut self, id: LaneId) -> Result<(), Error> {
        self.recheck_kernel_sleepers()?;
        if self.lanes[id].frozen {
            // Seguirá desde aquí cuando le manden `SIGCONT`.
            self.lanes[id].state = State::Ready;
            return Ok(());
        }
        if self.holds_before_going_on(id)? {
            return Ok(());
        }
        self.resume(id)
    }

    /// Lo deja correr, sin más.
    pub(super) fn resume(&mut self, id: LaneId) -> Result<(), Error> {
        let stop = self.tracee(id).run(Resume::Free, 0)?;
        self.settle(id, stop)
    }

    /// Atiende una parada y sigue hasta que el proceso esté a punto de hacer
    /// algo visible, o termine.
    pub(super) fn settle(&mut self, id: LaneId, mut stop: Stop) -> Result<(), Error> {
        self.arrives(id);
        for _ in 0..QUIET_STOPS {
            stop = match stop {
                Stop::Exited(code) => return self.bury(id, End::Code(code)),
                Stop::Killed(signal) => {
                    return self.bury(id, self.killed_end(id, signal));
                }
                Stop::CallEntry => match self.arrive_at_call(id)? {
                    Some(next) => next,
                    None => return Ok(()),
                },
                Stop::Signal(signal) => match self.arrive_at_signal(id, signal)? {
                    Some(next) => next,
                    None => return Ok(()),
                },
                Stop::Executed => {
                    self.executed(id)?;
                    self.tracee(id).run(Resume::Free, 0)?
                }
                Stop::CallExit | Stop::Forked(_) => self.tracee(id).run(Resume::Free, 0)?,
            };
        }
        if matches!(stop, Stop::Exited(_) | Stop::Killed(_)) {
            return self.settle(id, stop);
        }
        self.silenced(id)
    }

    /// El proceso está, o como si estuviera, en la entrada de una llamada que es un paso.
    pub(super) fn enter_call(&mut self, id: LaneId) -> Result<(), Error> {
        self.arrives(id);
        match self.arrive_at_call(id)? {
            Some(stop) => self.settle(id, stop),
            None => Ok(()),
        }
    }

    /// En la entrada de una llamada: o es visible y aquí se queda, o se atiende
    /// sobre la marcha.
    fn arrive_at_call(&mut self, id: LaneId) -> Result<Option<Stop>, Error> {
        let regs = self.tracee(id).regs()?;
        let spec = spec(regs.call());
        self.space_mut(id).site = regs.call_site();
        self.note_text_changes(id, spec, &regs);
        if !ignores_signals(spec) && self.reveal_child_signal(id)? {
            // Le llegará antes de la llamada, a la que volverá después.
            let stop = self.tracee(id).rewind_call(&regs)?;
            return Ok(Some(stop));
        }
        if let Some(stop) = self.unobserved_call(id, spec, &regs)? {
            return Ok(Some(stop));
        }
        let op = self.call_op(id, spec, regs);
        self.pause_at(id, op)?;
        Ok(None)
    }

    /// Una llamada con la que el proceso puede cambiar su código.
    fn note_text_changes(&self, id: LaneId, spec: &Spec, regs: &Regs) {
        let [address, length, ..] = regs.args();
        match spec.kind {
            Kind::Map | Kind::Unmap | Kind::Protect => {
                self.tracee(id).text_may_change(address, length);
            }
            Kind::Remap | Kind::ShmAttach | Kind::ShmDetach => self.tracee(id).forget_text(),
            _ => {}
        }
    }

    fn pause_at(&mut self, id: LaneId, op: Op) -> Result<(), Error> {
        self.watch_for_spin(id, &op)?;
        self.lanes[id].pending = Some(op);
        self.lanes[id].came_alone = self.alone(id);
        if let Some(on) = self.blocked_on(id) {
            self.lanes[id].blocked = Some(on.clone());
            self.push(id, EventKind::Blocked(on), false);
        }
        Ok(())
    }

    /// El proceso va a tocar memoria compartida en `address`, y se le ha visto venir
    /// sin que llegara a pararse.
    pub(super) fn arrive_at_access(
        &mut self,
        id: LaneId,
        regs: Regs,
        address: u64,
    ) -> Result<(), Error> {
        self.arrives(id);
        let op = self.access_op(id, regs, address)?;
        self.pause_at(id, op)
    }

    /// Ya no está en nada de lo que hacía antes.
    fn arrives(&mut self, id: LaneId) {
        let lane = &mut self.lanes[id];
        lane.state = State::Ready;
        lane.blocked = None;
        lane.was_disabled = false;
        lane.holds_no_robust.set(false);
    }

    /// ¿Ha vuelto al mismo sitio sin que nada cambiara?
    fn watch_for_spin(&mut self, id: LaneId, op: &Op) -> Result<(), Error> {
        if matches!(&op.what, What::Call(spec) if spec.kind == Kind::Exit) {
            return Ok(());
        }
        let point = op.regs.fingerprint();
        let arrival = self.lanes[id].spin.arrive(point, op.place());
        if arrival == Arrival::Suspicious {
            let memory = self.private_memory_digest(id)?;
            self.lanes[id].spin.confirm(point, memory);
        }
        if arrival != Arrival::Fresh {
            self.busy_wait |= self.lanes[id].spin.hogs();
        }
        Ok(())
    }

    fn arrive_at_signal(&mut self, id: LaneId, signal: i32) -> Result<Option<Stop>, Error> {
        if signal == libc::SIGSTOP && self.setup.tools.watch.stopped(self.tracee(id).pid) {
            return self.hushed(id).map(|()| None);
        }
        if signal == libc::SIGSEGV
            && let Some((regs, address)) = self.foreseen_access(id)?
        {
            let op = self.access_op(id, regs, address)?;
            self.pause_at(id, op)?;
            return Ok(None);
        }
        if signal == libc::SIGSEGV {
            let info = sys::siginfo(self.tracee(id).pid)?;
            // SEGURIDAD: en un SIGSEGV del núcleo el campo es la dirección.
            let address = unsafe { info.si_addr() } as u64;
            // Con llave, lo que falla por otra cosa falla de verdad.
            let by_guard = self.space(id).key.is_none() || info.si_code == KEY_FAULT;
            let guarded = info.si_code > 0
                && by_guard
                && self
                    .space(id)
                    .find(address)
                    .is_some_and(|mapping| mapping.guarded);
            if guarded {
                let regs = self.tracee(id).regs()?;
                let op = self.access_op(id, regs, address)?;
                self.pause_at(id, op)?;
                return Ok(None);
            }
        }
        if self.would_freeze(id, signal) {
            let from = self.identify_sender(id, signal)?;
            return self.freeze(id, signal, from).map(|()| None);
        }
        if self.ends_visibly(id, signal) {
            let regs = self.tracee(id).regs()?;
            let op = Op {
                what: What::Signal(signal),
                regs,
                marks: Vec::new(),
                ready: Cell::new(None),
            };
            self.lanes[id].pending = Some(op);
            return Ok(None);
        }
        self.hand_over_signal(id, signal).map(Some)
    }

    /// Una señal que no atiende nadie y mata es un paso: los demás lo notan.
    fn ends_visibly(&self, id: LaneId, signal: i32) -> bool {
        !matches!(
            signal,
            libc::SIGCHLD | libc::SIGURG | libc::SIGWINCH | libc::SIGCONT
        ) && !freezes(signal)
            && !self.catches(id, signal)
            && !self.ignores(id, signal)
    }

    /// Un resumen de la memoria que solo ve el proceso y puede escribir.
    fn private_memory_digest(&self, id: LaneId) -> Result<u64, Error> {
        use std::hash::{DefaultHasher, Hasher};
        let tracee = self.tracee(id);
        let maps =
            std::fs::read_to_string(format!("/proc/{}/maps", tracee.pid)).unwrap_or_default();
        let stack_pointer = tracee.regs()?.stack();
        let mut hasher = DefaultHasher::new();
        for line in maps.lines() {
            let mut fields = line.split_ascii_whitespace();
            let (Some(range), Some(rights)) = (fields.next(), fields.next()) else {
                continue;
            };
            let Some((start, end)) = range.split_once('-') else {
                continue;
            };
            let (Ok(mut start), Ok(end)) =
                (u64::from_str_radix(start, 16), u64::from_str_radix(end, 16))
            else {
                continue;
            };
            if !(rights.contains('w') && rights.ends_with('p')) {
                continue;
            }
            if (start..end).contains(&stack_pointer) {
                // Por debajo de la zona roja la pila no significa nada.
                start = stack_pointer - 128;
            }
            let length = usize::try_from(end - start).unwrap_or(0);
            hasher.write(&tracee.read(start, length).unwrap_or_default());
        }
        Ok(hasher.finish())
    }
}
