//! Un programa en manos de su vigía, visto desde el servidor.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::BufReader;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::allowance::Allowance;
use super::frames::Frame;
use super::vigil;

/// El ejecutable de este mismo proceso, aunque lo hayan recompilado entre tanto.
pub const OURSELVES: &str = "/proc/self/exe";

/// Un programa vigilado. Al soltarlo, el vigía lo termina con todos los suyos.
#[derive(Debug)]
pub struct Guarded {
    frames: BufReader<ChildStdout>,
    // El vigía lo toma por una orden de parar si se cierra.
    _lifeline: ChildStdin,
    _vigil: Child,
}

impl Guarded {
    /// Pone un vigía a ejecutar `command` en `folder`; sin decirla, en una carpeta que
    /// desaparece después.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub fn start<S: AsRef<OsStr>>(
        allowance: &Allowance,
        command: &[S],
        environment: &[(OsString, OsString)],
        folder: Option<&Path>,
    ) -> Result<Self> {
        let place = folder.unwrap_or(Path::new(vigil::OWN_FOLDER));
        let mut vigil = Command::new(OURSELVES);
        vigil
            .arg(vigil::ORDER)
            .arg(serde_json::to_string(allowance)?)
            .arg(place)
            .args(command)
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (name, value)))
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
            _lifeline: lifeline,
            _vigil: vigil,
        })
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
