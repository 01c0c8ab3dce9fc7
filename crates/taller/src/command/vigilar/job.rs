//! Una corrección en marcha, en su propio hilo.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow};

use crate::grade::{Grade, Graders};
use crate::progress::remember;
use crate::step::Step;

/// Una corrección en marcha.
pub struct Job {
    cancelled: Arc<AtomicBool>,
    result: Receiver<Result<Option<Grade>>>,
    thread: JoinHandle<()>,
}

impl Job {
    /// Empieza a corregir `step`.
    pub fn start(root: &Path, step: Step) -> Self {
        let cancelled = Arc::new(AtomicBool::new(false));
        let (sender, result) = channel();
        let thread = {
            let (root, cancelled) = (root.to_owned(), Arc::clone(&cancelled));
            thread::spawn(move || {
                let _ = sender.send(grade(&root, step, &cancelled));
            })
        };
        Self {
            cancelled,
            result,
            thread,
        }
    }

    /// Lo que resultó, si ya ha terminado.
    pub fn result(&self) -> Option<Result<Grade>> {
        match self.result.try_recv() {
            Ok(Ok(grade)) => grade.map(Ok),
            Ok(Err(error)) => Some(Err(error)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(anyhow!("la corrección ha terminado sin decir nada")))
            }
        }
    }

    /// Pide que se deje de corregir. Compilar no se puede dejar a medias: quien
    /// quiera estar seguro de que no queda nada en marcha, que espere al hilo.
    pub fn cancel(self) -> JoinHandle<()> {
        self.cancelled.store(true, Ordering::Relaxed);
        self.thread
    }
}

fn grade(root: &Path, step: Step, cancelled: &AtomicBool) -> Result<Option<Grade>> {
    let graders = Graders::prepare(root, &[step], &|_| {})?;
    let grade = graders.grades(None, cancelled).next().flatten();
    if let Some(grade) = &grade {
        remember(root, grade);
    }
    Ok(grade)
}
