//! Los adoptados: huérfanos que pasan a ser hijos del vigía y ya han terminado.
//!
//! En una terminal los recogería init. Si aquí no los recogiera nadie, quien explora un
//! programa, que lo lanza cientos de veces y deja un huérfano en cada una, acabaría sin
//! poder crear más: un proceso terminado cuenta como uno hasta que se le recoge.

use std::fs;

use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, getpid};

/// Recoge a los hijos que ya terminaron, menos a `main`, que se queda con su número
/// hasta el final; dice cuántos eran. Donde el núcleo no diga quiénes son
/// (proc_pid_task_tid_children(5)) los recogerá la escoba.
pub fn reap(main: Pid) -> usize {
    let us = getpid();
    let list = fs::read_to_string(format!("/proc/{us}/task/{us}/children")).unwrap_or_default();
    let children = list.split_whitespace().filter_map(|pid| pid.parse().ok());
    children
        .map(Pid::from_raw)
        .filter(|child| *child != main && has_ended(*child))
        .count()
}

/// Si ese hijo había terminado, y ya está recogido.
fn has_ended(child: Pid) -> bool {
    matches!(
        waitpid(child, Some(WaitPidFlag::WNOHANG)),
        Ok(WaitStatus::Exited(..) | WaitStatus::Signaled(..))
    )
}
