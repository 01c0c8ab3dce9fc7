//! Que no quede nadie: encontrar y terminar a los descendientes.

use std::collections::HashMap;
use std::fs;

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, getpid};

/// Vueltas que se dan, como mucho, buscando a quien nazca mientras se para a los demás.
const ROUNDS: usize = 100;

/// Lo que había vivo y sin recoger.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leftovers {
    pub running: usize,
    pub zombies: usize,
}

struct Relative {
    parent: i32,
    is_zombie: bool,
}

/// Cuenta los descendientes de este proceso, sin contar a `except`.
pub(super) fn census(except: Pid) -> Leftovers {
    let mut left = Leftovers::default();
    for (pid, relative) in descendants() {
        if pid == except.as_raw() {
            continue;
        }
        if relative.is_zombie {
            left.zombies += 1;
        } else {
            left.running += 1;
        }
    }
    left
}

/// Mata a todos los descendientes y los recoge.
///
/// Primero los para, hasta que no aparece ninguno nuevo: así, quien crea procesos
/// sin cesar no puede ir más deprisa que la escoba.
pub(crate) fn sweep() {
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
        let alive: Vec<i32> = descendants()
            .into_iter()
            .filter(|(_, relative)| !relative.is_zombie)
            .map(|(pid, _)| pid)
            .collect();
        for &pid in &alive {
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        if !reap(!alive.is_empty()) {
            break;
        }
    }
}

/// Recoge a los hijos terminados; con `wait`, espera al menos a uno. Dice si
/// quedan hijos.
fn reap(wait: bool) -> bool {
    let mut flags = if wait {
        WaitPidFlag::empty()
    } else {
        WaitPidFlag::WNOHANG
    };
    loop {
        match waitpid(Pid::from_raw(-1), Some(flags)) {
            Ok(WaitStatus::StillAlive) => return true,
            Ok(_) | Err(nix::errno::Errno::EINTR) => flags = WaitPidFlag::WNOHANG,
            Err(_) => return false,
        }
    }
}

/// Los descendientes de este proceso, leídos de `/proc/PID/stat` (proc_pid_stat(5)).
fn descendants() -> HashMap<i32, Relative> {
    let mut everyone = snapshot();
    let me = getpid().as_raw();
    let ours: Vec<i32> = everyone
        .keys()
        .copied()
        .filter(|&pid| descends_from(me, pid, &everyone))
        .collect();
    everyone.retain(|pid, _| ours.contains(pid));
    everyone
}

fn descends_from(me: i32, mut pid: i32, everyone: &HashMap<i32, Relative>) -> bool {
    // La cuenta evita dar vueltas si un PID se reutiliza mientras se mira.
    for _ in 0..everyone.len() {
        match everyone.get(&pid) {
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
