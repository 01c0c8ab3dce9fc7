//! Ejecutar el código de una página.
//!
//! El camino de una ejecución: el lector pulsa ▶ y llega un [`Job`]; espera su
//! turno ([`queue`]); se compila, si no se había compilado ya lo mismo
//! ([`builder`], [`store`]); se ejecuta en manos de un vigía ([`guarded`],
//! [`vigil`]), o se explora ([`mod@explore`]); y todo lo que pasa se cuenta según pasa ([`event`]), con una
//! explicación en español de lo que suele ir mal ([`explain`]).
//!
//! Lo que esta sala no debe hacer nunca: ejecutar el código dentro del servidor,
//! dejar un proceso vivo cuando el lector se va, o decidir quién puede pedirlo (eso
//! es de `server`).
#![doc = ""]
#![doc = include_str!("contencion.md")]

mod allowance;
mod builder;
mod event;
mod explain;
mod explore;
mod frames;
mod guarded;
mod job;
mod libraries;
mod prepare;
mod queue;
mod runner;
mod store;
mod task;
mod teller;
mod text;
mod vigil;

pub use allowance::{GRADING, JUDGE};
pub use event::{Event, Explanation};
pub use explain::compiler as explain_compiler;
pub use explore::{ORDER as EXPLORE_ORDER, work as explore_block};
pub use frames::{Ending, Outcome};
pub use guarded::{Guardhouse, OURSELVES};
pub use job::{Job, Language, Purpose};
pub use prepare::{ORDER as PREPARE_ORDER, work as prepare_libraries};
pub use runner::{Runner, channel};
pub use task::Task;
pub use teller::{Teller, Word};
pub use vigil::{BARRACKS_ORDER, FOLDER as BLOCK_FOLDER, barracks, contain};
