//! Mirar el disco: lo que se guarda con otro editor y lo que corrigen otras órdenes.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use super::desk::{Bench, Desk};
use crate::grade::sources;
use crate::progress;
use crate::step::Step;

/// Cada cuánto se mira.
const PULSE: Duration = Duration::from_millis(150);

impl Desk {
    /// Mira el disco hasta que se cierre `stopped`.
    pub fn watch(self: &Arc<Self>, stopped: Receiver<()>) -> JoinHandle<()> {
        let desk = Arc::clone(self);
        thread::spawn(move || {
            let mut remembered = stamp(&progress::path(&desk.root));
            while stopped.recv_timeout(PULSE) == Err(RecvTimeoutError::Timeout) {
                let now = stamp(&progress::path(&desk.root));
                let changed = desk.look();
                if now != remembered || changed.is_some() {
                    remembered = now;
                    desk.reload();
                }
                for step in changed.unwrap_or_default() {
                    desk.grade(&step);
                }
            }
        })
    }

    /// De los pasos que han cambiado, los que hay que corregir porque alguien los mira;
    /// `None` si no ha cambiado ninguno.
    fn look(&self) -> Option<Vec<Step>> {
        let mut state = self.state();
        let mut changed = None;
        for bench in &mut state.benches {
            if bench.has_changed() {
                let to_grade: &mut Vec<Step> = changed.get_or_insert_default();
                // Sin ningún archivo no hay nada que corregir.
                if bench.listeners > 0 && !bench.look.is_empty() {
                    to_grade.push(bench.step.clone());
                }
            }
        }
        changed
    }
}

impl Bench {
    /// Si ha cambiado y ya está quieto. Un cambio tiene que aguantar igual dos miradas:
    /// los editores escriben en varios golpes.
    fn has_changed(&mut self) -> bool {
        let now = sources::look(&self.step);
        let settled = self.unsettled.take();
        if now == self.look {
            return false;
        }
        if settled.as_ref() == Some(&now) {
            self.look = now;
            return true;
        }
        self.unsettled = Some(now);
        false
    }
}

/// Lo que cambia cuando se guarda un archivo.
fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}
