//! La mesa: cómo está cada paso, qué se está corrigiendo y quién lo está mirando.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use tokio::sync::watch;

use super::file::{self, Draft, Saved, Trouble};
use super::restore;
use crate::grade::Check;
use crate::grade::live::Announced;
use crate::grade::sources::{self, Look};
use crate::progress::{self, Memory, Place, Progress, Report};
use crate::step::{self, Step};

/// La mesa de un curso.
#[derive(Debug)]
pub struct Desk {
    pub(super) root: PathBuf,
    /// Distingue lo que un navegador recuerda de este curso de lo de otro.
    pub(super) course: String,
    state: Mutex<State>,
    /// Suena cuando hay algo que corregir o hay que irse.
    pub(super) bell: Condvar,
    /// Cambia cada vez que hay algo nuevo que enseñar.
    changed: watch::Sender<()>,
    /// Se guarda de uno en uno: mirar y escribir tienen que ir seguidos.
    saving: Mutex<()>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) benches: Vec<Bench>,
    /// Los pasos que esperan a que se los corrija.
    pub(super) line: VecDeque<String>,
    /// El que se está corrigiendo.
    pub(super) current: Option<Current>,
    pub(super) closing: bool,
}

/// Lo que se está corrigiendo.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) step: String,
    pub(super) cancelled: Arc<AtomicBool>,
}

/// Un paso, como está ahora.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) step: Step,
    /// Cuántas veces se ha mandado corregir: distingue una corrección de la siguiente.
    pub(super) turn: u64,
    /// Páginas abiertas que lo enseñan.
    pub(super) listeners: usize,
    pub(super) look: Look,
    /// Un cambio que quizá aún se está escribiendo.
    pub(super) unsettled: Option<Look>,
    /// La huella de su archivo, o qué le pasa.
    pub(super) disk: Result<String, Trouble>,
    pub(super) memory: Memory,
    pub(super) place: Place,
    pub(super) report: Option<Report>,
    /// Si lo escrito ha cambiado desde ese veredicto.
    pub(super) stale: bool,
    pub(super) grading: Option<Grading>,
    /// Por qué la última corrección no dio nota.
    pub(super) note: Option<String>,
}

/// En qué punto está una corrección.
#[derive(Debug, Clone)]
pub(super) enum Grading {
    /// Espera su turno.
    Queued,
    /// Se compila; el nombre de lo último que se ha compilado.
    Compiling(Option<String>),
    /// El juez trabaja.
    Judging {
        /// Lo que va a comprobar.
        announced: Vec<Announced>,
        /// Lo que ya ha comprobado.
        done: Vec<Check>,
    },
}

impl Bench {
    fn new(step: Step) -> Self {
        Self {
            place: Place::of(&step, None),
            look: sources::look(&step),
            disk: file::read(&step).map(|sheet| sheet.hash),
            step,
            turn: 0,
            listeners: 0,
            unsettled: None,
            memory: Memory::default(),
            report: None,
            stale: false,
            grading: None,
            note: None,
        }
    }

    /// Lo vuelve a mirar todo: el disco y lo que se recuerda.
    pub(super) fn refresh(&mut self, root: &Path, progress: &Progress) {
        self.disk = file::read(&self.step).map(|sheet| sheet.hash);
        self.memory = progress.of(&self.step.name);
        self.report = self
            .memory
            .mark
            .as_ref()
            .and_then(|mark| Report::load(root, &self.step.name, mark));
        self.place = Place::of(&self.step, self.memory.mark.clone());
        let source = sources::fingerprint(&self.step);
        self.stale = self
            .report
            .as_ref()
            .is_some_and(|report| report.source != source);
    }
}

impl Desk {
    /// La mesa del curso de `root`, al que un navegador conocerá por `course`.
    ///
    /// # Errores
    /// Si los pasos del curso no se entienden.
    pub fn new(root: &Path, course: &str) -> Result<Arc<Self>> {
        let desk = Self {
            root: root.to_owned(),
            course: course.to_owned(),
            state: Mutex::new(State {
                benches: Vec::new(),
                line: VecDeque::new(),
                current: None,
                closing: false,
            }),
            bell: Condvar::new(),
            changed: watch::Sender::new(()),
            saving: Mutex::new(()),
        };
        desk.renew(step::discover(root)?);
        Ok(Arc::new(desk))
    }

    /// El curso ha cambiado: quizá tenga otros pasos.
    pub fn rediscover(&self) {
        // Si no se entienden, ya se queja quien construye el libro.
        if let Ok(steps) = step::discover(&self.root) {
            self.renew(steps);
        }
    }

    fn renew(&self, steps: Vec<Step>) {
        let progress = Progress::load(&self.root).unwrap_or_default();
        let mut state = self.state();
        let mut old = std::mem::take(&mut state.benches);
        state.benches = steps
            .into_iter()
            .map(|step| {
                let known = old.iter().position(|bench| bench.step.name == step.name);
                let mut bench = match known {
                    Some(at) => Bench {
                        step,
                        ..old.swap_remove(at)
                    },
                    None => Bench::new(step),
                };
                bench.refresh(&self.root, &progress);
                bench
            })
            .collect();
        drop(state);
        self.tell();
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Avisa de que hay algo nuevo que enseñar.
    pub(super) fn tell(&self) {
        self.changed.send_replace(());
    }

    /// Quien quiera saber cuándo hay algo nuevo que enseñar.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// El paso que se llama así. Es la única puerta: de una página no llega ninguna
    /// ruta, solo un nombre que tiene que ser uno de estos.
    pub fn step(&self, name: &str) -> Option<Step> {
        let state = self.state();
        let bench = state.benches.iter().find(|bench| bench.step.name == name);
        bench.map(|bench| bench.step.clone())
    }

    /// Una ruta, como la escribiría quien está en la raíz del curso.
    pub fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.display().to_string()
    }

    /// Hay una página que enseña ese paso, mientras viva lo que se devuelve.
    pub fn listen(self: &Arc<Self>, name: &str) -> Option<Listening> {
        let mut state = self.state();
        let bench = state.bench(name)?;
        bench.listeners += 1;
        Some(Listening {
            desk: Arc::clone(self),
            step: name.to_owned(),
        })
    }

    /// Guarda lo escrito en una página y lo manda corregir; devuelve también qué
    /// corrección es.
    pub fn save(&self, step: &Step, draft: &Draft) -> Result<(Saved, u64), Trouble> {
        let turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let saved = file::save(step, draft)?;
        self.noticed(step);
        drop(turn);
        Ok((saved, self.grade(step)))
    }

    /// Deja el archivo del paso como vino; devuelve dónde queda lo que había.
    pub fn restore(&self, step: &Step) -> Result<Option<PathBuf>, Trouble> {
        if !file::exists_in(step) {
            return Err(Trouble::NothingToWrite);
        }
        let turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = restore::restore(step)?;
        self.noticed(step);
        drop(turn);
        Ok(copy)
    }

    /// Recuerda que se ha visto una pista; las que no existen no cuentan.
    ///
    /// # Errores
    /// Si no se puede escribir en la carpeta del curso.
    pub fn saw_hint(&self, step: &Step, level: usize) -> Result<()> {
        let last = step.hints()?.len();
        progress::update(&self.root, &step.name, |memory| {
            memory.hint = memory.hint.max(level.min(last));
        })?;
        self.reload();
        Ok(())
    }

    /// El cambio que acaba de hacerse en el disco es nuestro.
    fn noticed(&self, step: &Step) {
        let progress = Progress::load(&self.root).unwrap_or_default();
        if let Some(bench) = self.state().bench(&step.name) {
            bench.look = sources::look(step);
            bench.unsettled = None;
            bench.refresh(&self.root, &progress);
        }
        self.tell();
    }

    /// Vuelve a leer lo que se recuerda de todos los pasos.
    pub(super) fn reload(&self) {
        let progress = Progress::load(&self.root).unwrap_or_default();
        for bench in &mut self.state().benches {
            bench.refresh(&self.root, &progress);
        }
        self.tell();
    }

    /// Pone el paso a la cola para corregirlo. Si ya se estaba corrigiendo, lo de antes
    /// ya no interesa, y no pierde el turno. Devuelve qué corrección es.
    pub fn grade(&self, step: &Step) -> u64 {
        let mut state = self.state();
        let running = state.current.as_ref().filter(|c| c.step == step.name);
        if let Some(running) = running {
            running.cancelled.store(true, Ordering::Relaxed);
            if !state.line.contains(&step.name) {
                state.line.push_front(step.name.clone());
            }
        } else if !state.line.contains(&step.name) {
            state.line.push_back(step.name.clone());
        }
        let turn = state.bench(&step.name).map_or(0, |bench| {
            bench.grading = Some(Grading::Queued);
            bench.note = None;
            bench.turn += 1;
            bench.turn
        });
        drop(state);
        self.bell.notify_all();
        self.tell();
        turn
    }

    /// Que se deje de corregir el paso, o que no se empiece.
    pub fn cancel(&self, step: &Step) {
        let mut state = self.state();
        state.line.retain(|name| *name != step.name);
        if let Some(current) = state.current.as_ref().filter(|c| c.step == step.name) {
            current.cancelled.store(true, Ordering::Relaxed);
        }
        if let Some(bench) = state.bench(&step.name)
            && bench.grading.take().is_some()
        {
            bench.note = Some("Corrección parada. Lo guardado sigue guardado.".into());
        }
        drop(state);
        self.tell();
    }

    /// Nada más que hacer: lo que se esté corrigiendo se para.
    pub fn close(&self) {
        let mut state = self.state();
        state.closing = true;
        state.line.clear();
        if let Some(current) = &state.current {
            current.cancelled.store(true, Ordering::Relaxed);
        }
        drop(state);
        self.bell.notify_all();
    }
}

impl State {
    pub(super) fn bench(&mut self, name: &str) -> Option<&mut Bench> {
        self.benches
            .iter_mut()
            .find(|bench| bench.step.name == name)
    }
}

/// Una página que enseña un paso; al soltarlo, deja de contar.
#[derive(Debug)]
pub struct Listening {
    desk: Arc<Desk>,
    step: String,
}

impl Listening {
    /// El paso que enseña.
    pub fn step(&self) -> &str {
        &self.step
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(bench) = self.desk.state().bench(&self.step) {
            bench.listeners = bench.listeners.saturating_sub(1);
        }
    }
}
