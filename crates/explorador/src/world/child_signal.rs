//! La señal de que ha terminado un hijo, cuando el programa no le hace caso. A un
//! proceso trazado le llegan también las señales que no atiende, y cada una es una
//! parada; mientras no mire sus señales da igual que la tenga bloqueada, y entonces no
//! le llega. Antes de que pueda notarlo se le deja la máscara como él la cree.

use super::{LaneId, World};
use crate::calls::{Kind, Spec};
use crate::sys::{self, Sys};
use crate::tracee::{Tracee, bit};

use super::signals::Dispositions;

/// Cómo tiene un proceso `SIGCHLD`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ChildSignal {
    /// Como el programa quiere.
    #[default]
    Usual,
    /// Bloqueada sin que él lo sepa.
    Hidden,
    /// Y además hay una pendiente, que sin bloquear ya le habría llegado.
    Waiting,
}

impl ChildSignal {
    /// Se la esconde a un proceso parado, si no le hace caso ni la tiene ya bloqueada.
    pub fn hide(tracee: &Tracee, dispositions: &Dispositions) -> Sys<Self> {
        let mask = sys::signal_mask(tracee.pid)?;
        let child = bit(libc::SIGCHLD);
        if dispositions.minds_children() || mask & child != 0 {
            return Ok(Self::Usual);
        }
        sys::set_signal_mask(tracee.pid, mask | child)?;
        Ok(Self::Hidden)
    }

    /// Como la tiene quien nace de él: la máscara se hereda, lo pendiente no.
    pub fn inherited(self) -> Self {
        match self {
            Self::Usual => Self::Usual,
            Self::Hidden | Self::Waiting => Self::Hidden,
        }
    }
}

impl World<'_> {
    /// Ha terminado un hijo de este proceso.
    pub(super) fn child_ended(&mut self, parent: LaneId) {
        let lane = &mut self.lanes[parent];
        if lane.child_signal == ChildSignal::Usual {
            lane.was_signalled = true;
        } else {
            lane.child_signal = ChildSignal::Waiting;
        }
    }

    /// Deja a un proceso parado la máscara como él la cree. Dice si con eso le llega una
    /// señal que tenía que haberle llegado antes.
    pub(super) fn reveal_child_signal(&mut self, id: LaneId) -> Sys<bool> {
        let was = std::mem::take(&mut self.lanes[id].child_signal);
        if was == ChildSignal::Usual {
            return Ok(false);
        }
        let pid = self.tracee(id).pid;
        let mask = sys::signal_mask(pid)?;
        sys::set_signal_mask(pid, mask & !bit(libc::SIGCHLD))?;
        let waiting = was == ChildSignal::Waiting;
        self.lanes[id].was_signalled |= waiting;
        Ok(waiting)
    }
}

/// Por esta llamada el proceso no puede notar qué señales tiene bloqueadas o pendientes.
pub(super) fn ignores_signals(spec: &Spec) -> bool {
    match spec.kind {
        Kind::Map
        | Kind::Unmap
        | Kind::Remap
        | Kind::Protect
        | Kind::Fork
        | Kind::Exit
        | Kind::Wait4
        | Kind::WaitId
        | Kind::Read
        | Kind::Write
        | Kind::Close
        | Kind::Futex
        | Kind::Sleep
        | Kind::Yield
        | Kind::Identity
        | Kind::Random => true,
        Kind::NewFd => matches!(spec.name, "pipe" | "pipe2"),
        _ => false,
    }
}
