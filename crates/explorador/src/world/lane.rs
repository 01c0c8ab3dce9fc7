//! Lo que se sabe de un proceso de un plan.

use std::cell::{Cell, OnceCell, RefCell};
use std::os::fd::OwnedFd;

use super::LaneId;
use super::child_signal::ChildSignal;
use super::ends::{Closing, StreamEnd};
use super::footprint::{Footprint, Object};
use super::futex::Place;
use super::job::Job;
use super::op::Op;
use super::signals::Dispositions;
use super::spin::Spin;
use crate::event::{BlockedOn, End};
use crate::sys::{self, Sys};
use crate::tracee::Tracee;

/// El PID que ve el programa en el carril 0.
pub(crate) const ROOT_PID: i32 = 1000;

/// La sesión en la que nace: la de quien lo lanza, como en una consola.
pub(crate) const SESSION: i32 = ROOT_PID - 1;

/// En qué está un proceso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// Parado justo antes de una operación.
    Ready,
    /// Entró en una llamada y espera a otros.
    Asleep(Sleep),
    /// Terminó.
    Dead,
}

/// Dentro de qué duerme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sleep {
    /// En la cola de un futex.
    Futex { place: Place, timed: bool },
    /// Hasta que llegue una señal (`pause`, `sigsuspend`).
    Signal,
    /// Dentro de una llamada que espera a otros y que una señal puede
    /// interrumpir.
    Inside,
    /// Dentro del núcleo, en una llamada que no se modela.
    Kernel,
    /// Hasta que el hijo de `vfork` haga `exec` o termine.
    Vfork,
}

/// Un proceso de un plan.
#[allow(
    clippy::struct_excessive_bools,
    reason = "hechos sueltos, no estados de una máquina"
)]
pub(crate) struct Lane {
    pub tracee: Tracee,
    /// El PID que ve el programa.
    pub vpid: i32,
    pub parent: Option<LaneId>,
    /// Los hijos, por orden de creación.
    pub children: Vec<LaneId>,
    /// El grupo de procesos, como lo ve el programa.
    pub group: i32,
    /// Su sesión: la de su padre, hasta que pida otra con `setsid`.
    pub session: i32,
    /// Ya es otro programa: su padre no puede cambiarlo de grupo.
    pub executed: bool,
    /// Los semáforos System V que el núcleo repondrá cuando muera (`SEM_UNDO`).
    pub undo: Vec<Object>,
    pub space: usize,
    pub state: State,
    pub pending: Option<Op>,
    /// Lo último que se contó de a qué espera.
    pub blocked: Option<BlockedOn>,
    pub spin: Spin,
    /// La señal de su reloj, si tiene uno en marcha.
    pub timer: Option<i32>,
    /// El reloj vuelve a empezar cada vez que vence.
    pub repeats: bool,
    /// Un reloj de los que se repiten que ya venció: para que acabe, solo vuelve a
    /// vencer cuando nadie más puede moverse.
    pub rang: bool,
    pub end: Option<End>,
    /// Su padre ya lo recogió (o no hay nadie que tenga que hacerlo).
    pub collected: bool,
    /// Lo que hizo en el último paso fue ceder el turno.
    pub just_yielded: bool,
    /// Cuando llegó a la operación pendiente ya no había nadie más.
    pub came_alone: bool,
    /// Desde que llegó a la operación pendiente, alguna vez no pudo hacerla.
    pub was_disabled: bool,
    /// Le han mandado alguna señal, o se le ha muerto un hijo: puede tener alguna
    /// pendiente.
    pub was_signalled: bool,
    /// Cómo tiene la señal de que ha terminado un hijo.
    pub child_signal: ChildSignal,
    /// Parado por `SIGSTOP` o parecida.
    pub frozen: bool,
    /// Lo que `wait` aún puede contar de él.
    pub job: Option<Job>,
    /// Las señales que le esperan mientras está parado, con quién las mandó y el dato
    /// que lleven.
    pub held: Vec<(i32, Option<LaneId>, Option<u64>)>,
    pub dispositions: Dispositions,
    /// Tiene pendiente alguna señal que le puede llegar ya: es lo próximo que hará.
    pub knocking: bool,
    /// Veces que ha pedido números al azar.
    pub draws: u64,
    /// Las señales que le han mandado y aún no le han llegado, con quién fue.
    pub senders: Vec<(i32, Option<LaneId>)>,
    /// La última señal de fallo de memoria y su dirección.
    pub last_fault: Option<(i32, u64)>,
    /// La última señal que mató, o va a matar, al proceso se la mandó alguien.
    pub killed_by_other: bool,
    /// Lo que cerrar todo tocaría, y con qué estado de los descriptores se miró.
    pub closing: RefCell<Option<((usize, Closing), Footprint)>>,
    /// Los extremos de tubería que tiene abiertos, si ya se miraron.
    pub ends: RefCell<Option<Vec<(i32, StreamEnd)>>>,
    /// Qué hay detrás de sus descriptores, de los que ya se ha mirado: dispositivo,
    /// inodo y modo. Vale hasta que haga algo con ellos.
    pub identities: RefCell<Vec<(i32, Identity)>>,
    /// Los descriptores de los que se sabe que son una salida, abierta para escribir. Vale
    /// lo que `identities`.
    pub prints: RefCell<Vec<i32>>,
    /// Se ha mirado, y no tiene ningún cerrojo robusto. Vale hasta que siga.
    pub holds_no_robust: Cell<bool>,
    /// Ha abierto algún archivo del sistema, que quizá siga abierto.
    pub opened_system_file: bool,
    /// Los archivos del sistema (dispositivo e inodo) que estaban abiertos al crear un hijo,
    /// aquí o en quien lo creó: por dónde va cada uno lo comparten los dos.
    pub shared_files: Vec<(u64, u64)>,
    pidfd: OnceCell<OwnedFd>,
}

/// Qué objeto es: dispositivo, inodo y modo.
pub(crate) type Identity = (u64, u64, u32);

impl Lane {
    pub fn new(
        tracee: Tracee,
        vpid: i32,
        parent: Option<LaneId>,
        group: i32,
        space: usize,
    ) -> Self {
        Self {
            tracee,
            vpid,
            parent,
            children: Vec::new(),
            group,
            session: SESSION,
            executed: false,
            undo: Vec::new(),
            space,
            state: State::Ready,
            pending: None,
            blocked: None,
            spin: Spin::default(),
            timer: None,
            repeats: false,
            rang: false,
            end: None,
            collected: parent.is_none(),
            just_yielded: false,
            came_alone: false,
            was_disabled: false,
            was_signalled: false,
            child_signal: ChildSignal::default(),
            frozen: false,
            job: None,
            held: Vec::new(),
            dispositions: Dispositions::default(),
            knocking: false,
            draws: 0,
            senders: Vec::new(),
            last_fault: None,
            killed_by_other: false,
            closing: RefCell::new(None),
            ends: RefCell::new(None),
            identities: RefCell::default(),
            prints: RefCell::default(),
            holds_no_robust: Cell::new(false),
            opened_system_file: false,
            shared_files: Vec::new(),
            pidfd: OnceCell::new(),
        }
    }

    pub fn is_alive(&self) -> bool {
        self.state != State::Dead
    }

    /// Terminó y su padre aún puede recogerlo.
    pub fn is_zombie(&self) -> bool {
        self.state == State::Dead && !self.collected
    }

    /// Qué objeto hay detrás de uno de sus descriptores.
    pub fn identity(&self, fd: i32) -> Sys<Identity> {
        let known = self.identities.borrow();
        if let Some(&(_, identity)) = known.iter().find(|&&(number, _)| number == fd) {
            return Ok(identity);
        }
        drop(known);
        let identity = sys::identity(&self.fd(fd)?)?;
        self.identities.borrow_mut().push((fd, identity));
        Ok(identity)
    }

    /// Son los dos extremos de una tubería nueva: el objeto es el mismo, y basta con
    /// mirar uno.
    pub fn both_ends(&self, one: i32, other: i32) {
        if let Ok(identity) = self.identity(one) {
            self.identities.borrow_mut().push((other, identity));
        }
    }

    /// Una copia nuestra de uno de sus descriptores.
    pub fn fd(&self, fd: i32) -> Sys<OwnedFd> {
        let pidfd = if let Some(pidfd) = self.pidfd.get() {
            pidfd
        } else {
            let fresh = sys::pidfd(self.tracee.pid)?;
            self.pidfd.get_or_init(|| fresh)
        };
        sys::borrow_fd(pidfd, fd)
    }
}

/// El PID que verá el hijo número `nth` (desde 1) del proceso `parent`: depende
/// solo de su lugar en el árbol, no del orden en que nació. `taken` son los ya
/// dados, para los árboles que no caben en este reparto.
pub(crate) fn child_vpid(parent: i32, nth: usize, taken: &[i32]) -> i32 {
    let by_place = i32::try_from(nth)
        .ok()
        .filter(|&nth| nth < 100)
        .and_then(|nth| {
            (parent - ROOT_PID)
                .checked_mul(100)?
                .checked_add(nth + ROOT_PID)
        });
    match by_place {
        Some(vpid) if !taken.contains(&vpid) => vpid,
        _ => taken
            .iter()
            .max()
            .map_or(ROOT_PID, |&max| max.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn el_pid_depende_del_lugar_en_el_arbol() {
        let first = child_vpid(ROOT_PID, 1, &[ROOT_PID]);
        assert_eq!(first, 1001);
        assert_eq!(child_vpid(first, 2, &[ROOT_PID, first]), 1102);
        assert_eq!(child_vpid(ROOT_PID, 300, &[1000, 1001]), 1002);
    }
}
