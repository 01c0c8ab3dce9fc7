//! El juez de un paso, ejecutado fuera de la caja, con el programa dentro.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::verdict::Listing;
use crate::cage::{Account, Ended, Job, Living, Patience};

/// Plazo de un juicio entero, de reloj. Cada ejecución del programa tiene el suyo,
/// mucho más corto.
const WALL: Duration = Duration::from_secs(300);
/// Lo que se lee de un veredicto. Con sus dibujos ocupa unos pocos kB.
const VERDICT: usize = 16 << 20;

/// Lo que hace falta para juzgar un paso.
#[derive(Debug)]
pub struct Court {
    /// El juez.
    pub judge: PathBuf,
    /// El programa hecho con la referencia.
    pub reference: PathBuf,
    /// Lo que comprueba.
    pub listing: Listing,
}

impl Court {
    /// Con este juez, al que se le pregunta qué comprueba.
    ///
    /// # Errores
    /// Si el juez no lo dice.
    pub fn open(judge: PathBuf, reference: PathBuf) -> Result<Self> {
        let output = Command::new(&judge)
            .args(["--list", "--formato", "json"])
            .output()
            .with_context(|| format!("no se puede ejecutar {}", judge.display()))?;
        ensure!(output.status.success(), "el juez no dice qué comprueba");
        let listing = serde_json::from_slice(&output.stdout)
            .context("no se entiende qué comprueba el juez")?;
        Ok(Self {
            judge,
            reference,
            listing,
        })
    }

    /// Lo que dice el juez de `program`, que es una ruta de dentro de la caja, o de
    /// fuera si no hay caja.
    ///
    /// # Errores
    /// Si no se puede ejecutar al juez.
    pub fn try_program(
        &self,
        program: &Path,
        living: Option<&Living>,
        account: Account,
        stop: &AtomicBool,
        carry_on: &mut dyn FnMut() -> bool,
    ) -> Result<Ended> {
        let mut command = Command::new(&self.judge);
        command
            .arg("--programa")
            .arg(program)
            .arg("--referencia")
            .arg(&self.reference)
            .args(["--formato", "json"])
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LANG", "C.UTF-8");
        let mut kept = Vec::new();
        if let Some(living) = living {
            let (description, fds) = living.description();
            command.arg("--caja").arg(description);
            kept = fds;
        }
        account.dress(&mut command, kept, &[])?;
        let ended = Job::start(&mut command)?.wait(&mut Patience {
            wall: WALL,
            output: VERDICT,
            stop,
            carry_on,
        })?;
        Ok(ended)
    }

    /// El plazo de un juicio, de reloj.
    pub fn wall() -> Duration {
        WALL
    }
}
