//! La caja: donde se compila y se ejecuta lo que entregan, y de la que no sale nada.
//!
//! Una caja la construye `bwrap(1)` sin privilegios, con sus espacios de usuarios,
//! procesos, montajes, red e IPC; dentro solo está el portero (el crate `portero`).
//! Cada programa **entra** después, con límites y filtro puestos
//! ([`explorador::cage`]), y es hijo de quien lo vigila, que está fuera.
//!
//! - [`Account`]: con qué usuario se hace todo esto (nunca con el administrador);
//! - [`Blueprint`]: qué se ve dentro;
//! - [`Living`]: una caja hecha, que se derriba al soltarla;
//! - [`Scale`]: cuánta memoria ocupan entre todos los de dentro;
//! - [`Protections`]: qué se protege, y qué no (para las pruebas);
//! - [`preflight`]: la comprobación de que la caja lo es.
//!
//! Lo que esta habitación no debe hacer nunca: meter en una caja la referencia, un
//! resultado esperado o la entrega de un vecino, ni fiarse de lo que se diga dentro.

mod account;
mod blueprint;
mod filter;
mod job;
mod living;
mod memory;
pub mod preflight;
mod protections;
pub mod remedy;
mod unfinished;

pub use account::{Account, View};
pub use blueprint::Blueprint;
pub use job::{Ended, Job, Patience, spent_by};
pub use living::{Living, Workshop};
pub use memory::{Scale, weigh};
pub use protections::Protections;
pub use unfinished::demolish;
