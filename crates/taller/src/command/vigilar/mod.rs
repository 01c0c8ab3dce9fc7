//! `taller vigilar`: corregir cada vez que se guarda.
//!
//! Aquí está el bucle: mira los archivos, atiende el teclado y recoge las
//! correcciones, que se hacen en otro hilo ([`job`]). Lo que se enseña se compone en
//! [`screen`].

mod job;
mod screen;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result};
use signal_hook::consts::SIGCONT;

use crate::cli::Vigilar;
use crate::grade::sources::{self, Look};
use crate::outcome::Ending;
use crate::progress::Standing;
use crate::review::Stop;
use crate::root;
use crate::step::{self, Step};
use crate::terminal::keys::{Key, Keyboard};
use crate::terminal::say;

use job::Job;
use screen::{Screen, View};

/// Cada cuánto se miran los archivos y las teclas.
const PULSE: Duration = Duration::from_millis(150);

/// Vigila hasta que se pida salir.
pub fn run(options: &Vigilar) -> Result<()> {
    let root = root::find()?;
    let steps = step::discover(&root)?;
    let stop = Stop::listen()?;
    let first = match &options.paso {
        Some(name) => step::called(&steps, name).map_err(Ending::misuse)?,
        None => first_pending(&root, &steps)?,
    };
    let keyboard = Keyboard::open()?;
    let screen = Screen::new(&root, &steps, keyboard.is_some());
    let mut watch = Watch {
        seen: steps.iter().map(sources::look).collect(),
        root,
        current: place_of(&steps, &first),
        only_one: options.paso.is_some(),
        steps,
        unsettled: None,
        job: None,
        leaving: Vec::new(),
        screen,
    };
    watch.start()?;
    let result = watch.until_asked(&stop, keyboard.as_ref());
    drop(keyboard);
    say!("\nHasta luego.");
    watch.dismiss();
    // Nada de lo que se haya puesto en marcha sobrevive a esta orden.
    for thread in watch.leaving {
        let _ = thread.join();
    }
    result
}

fn first_pending(root: &Path, steps: &[Step]) -> Result<Step> {
    let standing = Standing::of(root, steps)?;
    let first = standing.next().or(steps.first());
    first
        .cloned()
        .context("en este curso no hay ningún paso: la carpeta exercises está vacía")
}

fn place_of(steps: &[Step], step: &Step) -> usize {
    let place = steps.iter().position(|other| other.name == step.name);
    place.unwrap_or_default()
}

/// Lo que se vigila y lo que se está haciendo con ello.
struct Watch {
    root: PathBuf,
    steps: Vec<Step>,
    /// El paso del que se habla.
    current: usize,
    /// Solo interesa ese.
    only_one: bool,
    /// Cómo estaban los archivos de cada paso la última vez.
    seen: Vec<Look>,
    /// Un cambio que quizá aún se está escribiendo.
    unsettled: Option<(usize, Look)>,
    job: Option<Job>,
    /// Las correcciones que ya no interesan, mientras terminan.
    leaving: Vec<JoinHandle<()>>,
    screen: Screen,
}

impl Watch {
    fn until_asked(&mut self, stop: &Stop, keyboard: Option<&Keyboard>) -> Result<()> {
        let resumed = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGCONT, Arc::clone(&resumed))
            .context("no se pueden atender las señales del sistema")?;
        while !stop.requested() {
            let key = if let Some(keyboard) = keyboard {
                keyboard.wait(PULSE)
            } else {
                thread::sleep(PULSE);
                None
            };
            if resumed.swap(false, Ordering::Relaxed)
                && let Some(keyboard) = keyboard
            {
                keyboard.take()?;
                self.screen.draw()?;
            }
            if let Some(key) = key
                && self.obey(key)?
            {
                return Ok(());
            }
            // Ctrl-C llega también al juez: lo que diga entonces no interesa a nadie.
            if stop.requested() {
                break;
            }
            self.look()?;
            self.collect()?;
        }
        Ok(())
    }

    /// Hace lo que pide una tecla; `true` si es salir.
    fn obey(&mut self, key: Key) -> Result<bool> {
        match key {
            Key::Gone | Key::Letter('q') => return Ok(true),
            Key::Letter('p') => {
                let step = self.steps[self.current].clone();
                self.screen.show(View::Hint(step))?;
            }
            Key::Letter('l') => self.screen.show(View::List)?,
            Key::Letter('s') => {
                self.current = (self.current + 1) % self.steps.len();
                self.start()?;
            }
            Key::Letter('\n') => self.screen.show(View::Verdict)?,
            Key::Letter(_) => {}
        }
        Ok(false)
    }

    /// Si han guardado algo, vuelve a corregir. Un cambio tiene que aguantar igual
    /// dos miradas: los editores escriben en varios golpes.
    fn look(&mut self) -> Result<()> {
        let Some(changed) = self.changed() else {
            self.unsettled = None;
            return Ok(());
        };
        let look = sources::look(&self.steps[changed]);
        if self.unsettled.as_ref() != Some(&(changed, look.clone())) {
            self.unsettled = Some((changed, look));
            return Ok(());
        }
        self.unsettled = None;
        self.seen = self.steps.iter().map(sources::look).collect();
        self.current = changed;
        self.start()
    }

    /// El paso cuyo archivo ha cambiado; el del que se habla, antes que otro.
    fn changed(&self) -> Option<usize> {
        let different = |&place: &usize| sources::look(&self.steps[place]) != self.seen[place];
        let others = (0..self.steps.len()).filter(|_| !self.only_one);
        std::iter::once(self.current).chain(others).find(different)
    }

    /// Empieza a corregir el paso del que se habla.
    fn start(&mut self) -> Result<()> {
        self.dismiss();
        let step = self.steps[self.current].clone();
        self.screen.grading(&step)?;
        self.job = Some(Job::start(&self.root, step));
        Ok(())
    }

    /// Lo que se estuviera corrigiendo ya no interesa.
    fn dismiss(&mut self) {
        self.leaving.retain(|thread| !thread.is_finished());
        self.leaving.extend(self.job.take().map(Job::cancel));
    }

    /// Recoge la corrección, si ya está.
    fn collect(&mut self) -> Result<()> {
        let Some(result) = self.job.as_ref().and_then(Job::result) else {
            return Ok(());
        };
        self.job = None;
        self.screen.graded(&result)
    }
}
