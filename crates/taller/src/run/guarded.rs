//! Un programa en manos de su vigía, visto desde el servidor.

use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::frames::Frame;
use super::task::Task;
use super::vigil;

/// El ejecutable de este mismo proceso, aunque lo hayan recompilado entre tanto.
pub const OURSELVES: &str = "/proc/self/exe";

/// El cuerpo de guardia: siempre hay un vigía ya en pie, esperando un encargo, porque
/// arrancar es casi todo lo que tarda en ponerse a vigilar.
#[derive(Debug, Default)]
pub struct Guardhouse {
    waiting: Mutex<Option<Guarded>>,
}

/// Un programa vigilado. Al soltarlo, el vigía lo termina con todos los suyos.
#[derive(Debug)]
pub struct Guarded {
    frames: BufReader<ChildStdout>,
    // El vigía lo toma por una orden de parar si se cierra.
    lifeline: ChildStdin,
    _vigil: Child,
}

impl Guardhouse {
    /// Encarga `task` a un vigía.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub async fn start(&self, task: &Task) -> Result<Guarded> {
        let order = task.encode().context("no se le puede encargar al vigía")?;
        let waiting = self.waiting().take();
        let guarded = match waiting {
            Some(guarded) => guarded.charge(&order).await,
            None => None,
        };
        let guarded = match guarded {
            Some(guarded) => guarded,
            // No lo había, o alguien lo mató mientras esperaba.
            None => Guarded::launch()?
                .charge(&order)
                .await
                .context("el vigía no atiende")?,
        };
        self.stand_by();
        Ok(guarded)
    }

    /// Deja un vigía esperando. Si no se puede ahora, se lanzará cuando haga falta.
    pub fn stand_by(&self) {
        let mut waiting = self.waiting();
        if waiting.is_none() {
            *waiting = Guarded::launch().ok();
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Option<Guarded>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guarded {
    fn launch() -> Result<Self> {
        let mut vigil = Command::new(OURSELVES);
        vigil
            .arg(vigil::ORDER)
            // El entorno del programa va en el encargo; del nuestro no necesita nada.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C en la terminal no le llega: se entera por la tubería, y barre.
            .process_group(0);
        let mut vigil = vigil.spawn().context("no se puede lanzar el vigía")?;
        let frames = vigil.stdout.take().context("el vigía no tiene salida")?;
        let lifeline = vigil.stdin.take().context("el vigía no tiene entrada")?;
        Ok(Self {
            frames: BufReader::new(frames),
            lifeline,
            _vigil: vigil,
        })
    }

    /// Le da el encargo; nada, si ya no está para recibirlo.
    async fn charge(mut self, order: &[u8]) -> Option<Self> {
        self.lifeline.write_all(order).await.ok()?;
        Some(self)
    }

    /// La noticia siguiente. La última es siempre [`Frame::End`].
    ///
    /// # Errores
    /// Si el vigía muere sin despedirse.
    pub async fn next(&mut self) -> Result<Frame> {
        let frame = Frame::read(&mut self.frames).await;
        frame
            .context("no se entiende lo que dice el vigía")?
            .context("el vigía ha desaparecido sin decir cómo acabó el programa")
    }
}
