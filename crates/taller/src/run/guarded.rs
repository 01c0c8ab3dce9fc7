//! Un programa en manos de su vigía, visto desde el servidor.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::BufReader;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::frames::Frame;

/// El ejecutable de este mismo proceso, aunque lo hayan recompilado entre tanto.
const OURSELVES: &str = "/proc/self/exe";

/// Lo que se le deja a un programa.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Milisegundos que puede durar.
    pub milliseconds: u64,
    /// MiB de memoria de cada proceso.
    pub memory_mib: Option<u64>,
    /// MiB del fichero más grande que puede escribir.
    pub file_mib: u64,
    /// KiB de salida.
    pub output_kib: usize,
    /// Procesos a la vez.
    pub processes: usize,
}

/// Para el programa de un lector: los del libro tardan milésimas y caben en 4 MiB.
pub const PROGRAM: Allowance = Allowance {
    milliseconds: 10_000,
    memory_mib: Some(512),
    file_mib: 16,
    output_kib: 256,
    processes: 128,
};

/// Para el compilador, que es grande pero conocido.
pub const COMPILER: Allowance = Allowance {
    milliseconds: 60_000,
    memory_mib: Some(4096),
    file_mib: 256,
    output_kib: 256,
    processes: 64,
};

/// Un programa vigilado. Al soltarlo, el vigía lo termina con todos los suyos.
#[derive(Debug)]
pub struct Guarded {
    frames: BufReader<ChildStdout>,
    // El vigía lo toma por una orden de parar si se cierra.
    _lifeline: ChildStdin,
    _vigil: Child,
}

impl Guarded {
    /// Pone un vigía a ejecutar `command`, en `folder` si se dice.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub fn start<S: AsRef<OsStr>>(
        allowance: &Allowance,
        command: &[S],
        environment: &[(OsString, OsString)],
        folder: Option<&Path>,
    ) -> Result<Self> {
        let mut vigil = arguments(allowance, folder);
        vigil
            .arg("--")
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

fn arguments(allowance: &Allowance, folder: Option<&Path>) -> Command {
    let mut vigil = Command::new(OURSELVES);
    vigil
        .arg("vigia")
        .arg(format!("--plazo={}", allowance.milliseconds))
        .arg(format!("--archivo={}", allowance.file_mib))
        .arg(format!("--salida={}", allowance.output_kib))
        .arg(format!("--procesos={}", allowance.processes));
    if let Some(memory) = allowance.memory_mib {
        vigil.arg(format!("--memoria={memory}"));
    }
    if let Some(folder) = folder {
        vigil.arg("--carpeta").arg(folder);
    }
    vigil
}
