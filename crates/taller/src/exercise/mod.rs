//! Hacer un paso desde su página: escribir en su archivo y ver cómo se corrige.
//!
//! Todo pasa por la mesa ([`Desk`]), que es la única que sabe cómo está cada paso:
//! mira el disco ([`watch`]), guarda ([`file`]), corrige de uno en uno ([`worker`]), en
//! otro proceso y bajo un vigía ([`corrector`]), y cuenta cada cambio a las páginas abiertas ([`view`]). Las páginas no guardan nada
//! suyo: enseñan lo que dice la mesa, y por eso todas dicen lo mismo.
//!
//! Lo que esta habitación no debe hacer nunca: escribir encima de algo que la página
//! no ha visto, tocar un archivo que no sea el de un paso, o perder un texto.

mod corrector;
mod desk;
pub mod file;
pub mod restore;
mod view;
mod watch;
mod worker;

pub use corrector::{ORDER as CORRECT_ORDER, work as correct};
pub use desk::{Desk, Listening};
