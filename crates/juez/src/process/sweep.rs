//! Que no quede nadie: encontrar y terminar a los descendientes.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{Id, WaitPidFlag, waitid, waitpid};
use nix::unistd::{Pid, getpid};

/// Vueltas que se dan, como mucho, buscando a quien nazca mientras se para a los demás.
const ROUNDS: usize = 100;

thread_local! {
    /// Los procesos principales de las ejecuciones que siguen en marcha. Puede haber
    /// más de una, como cuando conversan a la vez el programa y la referencia: la
    /// escoba de una no se lleva a la otra.
    static WATCHED: RefCell<BTreeSet<i32>> = const { RefCell::new(BTreeSet::new()) };
}

/// Desde ahora, `pid` y los suyos son de una ejecución en marcha: no se barren.
pub(super) fn watch(pid: Pid) {
    WATCHED.with_borrow_mut(|watched| watched.insert(pid.as_raw()));
}

/// La ejecución de `pid` ha terminado: lo que quede de ella es una sobra.
pub(super) fn unwatch(pid: Pid) {
    WATCHED.with_borrow_mut(|watched| watched.remove(&pid.as_raw()));
}

/// Lo que había vivo y sin recoger.
#[derive(Debug, Clone, Copy, Default)]
pub struct Leftovers {
    /// Procesos que siguen vivos.
    pub running: usize,
    /// Procesos terminados que nadie ha recogido.
    pub zombies: usize,
}

struct Relative {
    parent: i32,
    is_zombie: bool,
}

/// Cuenta los descendientes de este proceso que no son de ninguna ejecución en marcha.
pub fn census() -> Leftovers {
    let mut left = Leftovers::default();
    for relative in descendants().values() {
        if relative.is_zombie {
            left.zombies += 1;
        } else {
            left.running += 1;
        }
    }
    left
}

/// Mata a todos los descendientes, también a los de las ejecuciones en marcha.
pub(super) fn sweep_all() {
    WATCHED.take();
    sweep();
}

/// Mata todas las sobras y las recoge.
///
/// Primero los para, hasta que no aparece ninguno nuevo: así, quien crea procesos
/// sin cesar no puede ir más deprisa que la escoba.
pub fn sweep() {
    let mut stopped = Vec::new();
    for _ in 0..ROUNDS {
        let fresh: Vec<i32> = descendants()
            .into_iter()
            .filter(|(pid, relative)| !relative.is_zombie && !stopped.contains(pid))
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
        let left = descendants();
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
    }
}

/// Recoge a un hijo que ya está muerto o a punto de morir.
fn reap(child: Pid) {
    while waitpid(child, None) == Err(Errno::EINTR) {}
}

/// Los descendientes de este proceso que no son de ninguna ejecución en marcha,
/// leídos de `/proc/PID/stat` (proc_pid_stat(5)).
fn descendants() -> HashMap<i32, Relative> {
    // Sin hijos no hay nietos: los huérfanos habrían pasado a ser hijos nuestros.
    // Es lo habitual, y ahorra recorrer todos los procesos de la máquina.
    let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    if waitid(Id::All, look) == Err(Errno::ECHILD) {
        return HashMap::new();
    }
    let mut everyone = snapshot();
    let me = getpid().as_raw();
    let watched = WATCHED.with_borrow(Clone::clone);
    let ours: Vec<i32> = everyone
        .keys()
        .copied()
        .filter(|&pid| is_leftover(me, &watched, pid, &everyone))
        .collect();
    everyone.retain(|pid, _| ours.contains(pid));
    everyone
}

fn is_leftover(
    me: i32,
    watched: &BTreeSet<i32>,
    mut pid: i32,
    everyone: &HashMap<i32, Relative>,
) -> bool {
    // La cuenta evita dar vueltas si un PID se reutiliza mientras se mira.
    for _ in 0..everyone.len() {
        match everyone.get(&pid) {
            Some(_) if watched.contains(&pid) => return false,
            Some(relative) if relative.parent == me => return true,
            Some(relative) => pid = relative.parent,
            None => return false,
        }
    }
    false
}

fn snapshot() -> HashMap<i32, Relative> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return HashMap::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid: i32| Some((pid, relative(pid)?)))
        .collect()
}

fn relative(pid: i32) -> Option<Relative> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // El nombre va entre paréntesis y puede llevar dentro cualquier cosa.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let is_zombie = fields.next()? == "Z";
    let parent = fields.next()?.parse().ok()?;
    Some(Relative { parent, is_zombie })
}
