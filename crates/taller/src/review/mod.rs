//! La revisión del autor: que el curso corrija bien lo que dice que corrige.
//!
//! Toma cada `lib.rs` del que se sabe de antemano cómo debe salir ([`variant`]:
//! soluciones, esqueletos, respuestas equivocadas, alternativas), lo compila, se
//! lo da al juez de su paso ([`court`]) y compara el veredicto con lo que se
//! esperaba ([`compare`]). Además mira que a ningún paso le falte nada ([`folder`]).
//!
//! Lo que esta habitación no debe hacer nunca: dar por buena una variante que no
//! llegó a juzgarse, o creer a un juez que no dice qué ha comprobado.

mod compare;
mod court;
mod crew;
mod folder;
mod header;
mod progress;
mod report;
mod run;
mod show;
pub mod stop;
pub mod trial;
mod variant;
mod verdict;

pub use run::{only, review};
pub use show::show;
pub use stop::Stop;
