//! Calificar una clase, de principio a fin, y poder empezar otra vez por donde iba.
//!
//! El orden importa: primero la carpeta se cierra ([`WorkFolder`]), después se admite y
//! se escribe el manifiesto, después se califica lo que falte, anotando cada resultado
//! ([`Crew`]), y solo con todo calificado salen los informes ([`Results`]). Se puede matar
//! al calificador en cualquier momento: la misma orden sigue donde estaba y acaba en lo
//! mismo, porque la admisión siempre da el mismo manifiesto y el diario solo crece.
//!
//! Entre varias máquinas, cada una hace su [`Part`] en su carpeta, y [`merge`] las reúne.
//! Lo que diga el planificador que las lanzó no cuenta: cuentan los diarios.

mod crew;
mod folder;
mod merge;
mod part;
mod publish;
mod results;
mod works;

use anyhow::Result;

use crate::intake::{self, Intake};
use crate::journal::{Bench, Journal};
use crate::model::{Examiner, Manifest, Work};

pub use crew::{ATTEMPTS, Crew, Ended, Progress};
pub use folder::WorkFolder;
pub use merge::{merge, parts_in};
pub use part::Part;
pub use publish::{publish, reports_of};
pub use results::{Results, Tally};
pub use works::Selection;

/// Una clase admitida, lista para calificar.
#[derive(Debug)]
pub struct Session {
    /// Dónde se trabaja.
    pub folder: WorkFolder,
    /// Quién entregó qué.
    pub manifest: Manifest,
    /// Los resultados que hay.
    pub journal: Journal,
}

impl Session {
    /// Admite las entregas y escribe el manifiesto, antes de calificar a nadie.
    ///
    /// # Errores
    /// Si las entregas no se pueden leer, o el diario está estropeado.
    pub fn admit(folder: WorkFolder, request: &intake::Request, bench: Bench) -> Result<Self> {
        let Intake { entries, notices } =
            intake::admit(request, &mut |sha, text| folder.keep(sha, text))?;
        let manifest = Manifest {
            steps: request.assigned.to_vec(),
            entries,
            notices,
            toolchain: bench.toolchain.clone(),
            boxed: bench.boxed,
        };
        folder.write_manifest(&manifest)?;
        let journal = Journal::open(&folder.journal(), bench)?;
        Ok(Self {
            folder,
            manifest,
            journal,
        })
    }

    /// Los trabajos de `selection` que hay que hacer, en orden.
    ///
    /// # Errores
    /// La palabra de `selection` que no es de nadie ni de ningún paso.
    pub fn pending(&self, selection: &Selection) -> Result<Vec<Work>, String> {
        let keys = selection.pending(&self.manifest, &self.journal)?;
        Ok(keys
            .iter()
            .map(|key| self.folder.work(&key.step, &key.sha256))
            .collect())
    }

    /// Los resultados que hay.
    pub fn results(&self) -> Results<'_> {
        Results {
            manifest: &self.manifest,
            journal: &self.journal,
        }
    }

    /// Los pasos que se piden y que `examiner` no sabe juzgar.
    pub fn unknown_steps(&self, examiner: &dyn Examiner) -> Vec<&str> {
        let steps = self.manifest.steps.iter().map(String::as_str);
        steps
            .filter(|step| examiner.max_points(step).is_none())
            .collect()
    }
}
