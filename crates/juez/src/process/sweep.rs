//! Que no quede nadie: encontrar y terminar a los descendientes.

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::{Pid, getpid};

use super::{dwelling, kin};

/// Vueltas que se dan, como mucho, buscando a quien nazca mientras se para a los demás.
const ROUNDS: usize = 100;

/// Lo que había vivo y sin recoger.
#[derive(Debug, Clone, Copy, Default)]
pub struct Leftovers {
    /// Procesos que siguen vivos.
    pub running: usize,
    /// Procesos terminados que nadie ha recogido.
    pub zombies: usize,
}

impl Leftovers {
    /// Los que hay, en cualquier estado.
    pub fn total(self) -> usize {
        self.running + self.zombies
    }
}

/// Cuenta los descendientes de este proceso que no son de ninguna ejecución en marcha.
pub fn census() -> Leftovers {
    let mut left = Leftovers::default();
    for relative in kin::leftovers().values() {
        if relative.is_zombie() {
            left.zombies += 1;
        } else {
            left.running += 1;
        }
    }
    left
}

/// Los que siguen vivos de los que cuenta [`census`].
pub fn living() -> Vec<i32> {
    let alive = kin::leftovers().into_iter();
    alive
        .filter(|(_, relative)| !relative.is_zombie())
        .map(|(pid, _)| pid)
        .collect()
}

/// Mata a todos los descendientes, también a los de las ejecuciones en marcha.
pub(super) fn sweep_all() {
    kin::unwatch_all();
    sweep();
}

/// Mata todas las sobras y las recoge.
///
/// Primero los para, hasta que no aparece ninguno nuevo: así, quien crea procesos
/// sin cesar no puede ir más deprisa que la escoba.
pub fn sweep() {
    let cage = dwelling::cage();
    if let Some(cage) = &cage
        && !kin::anyone_watched()
    {
        // El núcleo los mata de una vez, sin que a nadie le dé tiempo a nacer.
        let _ = cage.kill_everyone();
    }
    let mut stopped = Vec::new();
    for _ in 0..ROUNDS {
        let fresh: Vec<i32> = kin::leftovers()
            .into_iter()
            .filter(|(pid, relative)| !relative.is_zombie() && !stopped.contains(pid))
            .map(|(pid, _)| pid)
            .collect();
        if fresh.is_empty() {
            break;
        }
        for pid in fresh {
            let _ = kill(Pid::from_raw(pid), Signal::SIGSTOP);
            stopped.push(pid);
        }
    }
    for _ in 0..ROUNDS {
        let left = kin::leftovers();
        if left.is_empty() {
            break;
        }
        for &pid in left.keys() {
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        // Los nietos pasan a ser hijos cuando muere su padre: en otra vuelta.
        let me = getpid().as_raw();
        for (&pid, _) in left.iter().filter(|(_, relative)| relative.parent == me) {
            reap(Pid::from_raw(pid));
        }
        if let Some(cage) = &cage {
            let _ = cage.reap_zombies();
        }
    }
    if let Some(cage) = &cage {
        let _ = cage.reap_zombies();
    }
}

/// Recoge a un hijo que ya está muerto o a punto de morir.
fn reap(child: Pid) {
    while waitpid(child, None) == Err(Errno::EINTR) {}
}
