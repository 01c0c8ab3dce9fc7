//! El juez: decide si un paso está bien mirando su programa desde fuera.
//!
//! Un juez es un ejecutable por paso (`exercises/pasoN/tests/juez.rs`) que no
//! enlaza el código del estudiante: lo ejecuta en otros procesos y observa lo que
//! hacen, su salida, cómo terminan, sus proyecciones de memoria y los procesos
//! que dejan. Con la misma entrada ejecuta también la referencia, y compara.
//!
//! Un paseo por la casa, en el orden en que ocurren las cosas:
//!
//! 1. [`Judge`] reúne las comprobaciones de un paso y las recorre;
//! 2. cada comprobación recibe un [`Bench`], el banco de pruebas, que prepara
//!    ejecuciones ([`process::Invocation`]) del programa y de la referencia;
//! 3. [`process`] las ejecuta con plazo, con la salida acotada, y sin que nada
//!    les sobreviva;
//! 4. lo que no encaja se cuenta con un [`Failure`]: qué se esperaba, qué
//!    ocurrió, la causa probable y el siguiente paso;
//! 5. el informe sale para personas o en JSON ([`Verdict`] es el dato).
//!
//! Lo que esta caja no debe hacer nunca: ejecutar código del estudiante en su
//! propio proceso, dar por buena una comprobación sin una prueba a favor, o dejar
//! un proceso vivo al terminar.

mod bench;
pub mod dialogue;
mod failure;
#[cfg(feature = "generated")]
pub mod generated;
mod interrupted;
mod judge;
mod options;
pub mod process;
mod reference;
mod refused;
mod report;
pub mod schedules;
mod seen;
mod step;
mod todo;
mod verdict;

pub use bench::Bench;
pub use failure::{
    CheckResult, Death, Failure, FailureKind, Picture, Story, chatter, died_of, quote,
};
pub use judge::Judge;
pub use refused::Attempt;
pub use seen::Seen;
pub use step::Step;
pub use verdict::{CheckVerdict, Verdict};
