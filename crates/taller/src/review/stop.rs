//! Que se pueda interrumpir sin dejar nada a medias.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// La petición de parar, que puede llegar con Ctrl-C en cualquier momento.
#[derive(Debug, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Atiende desde ahora las señales que piden terminar.
    ///
    /// # Errores
    /// Si el sistema no deja atenderlas.
    pub fn listen() -> Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&flag))
                .context("no se pueden atender las señales del sistema")?;
        }
        Ok(Self(flag))
    }

    /// Si hay que parar.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// La bandera, para quien la mira a menudo.
    pub fn flag(&self) -> &AtomicBool {
        &self.0
    }
}
