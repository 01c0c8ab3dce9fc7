//! Quien examina un trabajo, sea como sea que lo haga.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::Grade;

/// Un trabajo por examinar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Work {
    /// El paso: `paso3`.
    pub step: String,
    /// El archivo, en la carpeta de trabajo.
    pub source: PathBuf,
    /// SHA-256 de su contenido, en hexadecimal.
    pub sha256: String,
}

/// Compila y juzga trabajos. Se le llama desde varios hilos a la vez, uno por
/// trabajador, y el mismo trabajo da siempre el mismo resultado.
pub trait Examiner: Sync {
    /// El resultado de `work`. Lo que falle de lo nuestro es [`super::Code::Infra`].
    /// Si `stop` se pone, vuelve cuanto antes con cualquier cosa: no se anotará.
    ///
    /// `worker` distingue a los hilos (0, 1, …) para que no compartan nada.
    fn examine(&self, work: &Work, worker: usize, stop: &AtomicBool) -> Grade;

    /// Los puntos que vale un paso, o `None` si no lo conoce.
    fn max_points(&self, step: &str) -> Option<u32>;
}
