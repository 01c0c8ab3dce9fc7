//! Ejecuciones vigiladas: con plazo, con la salida acotada, y sin supervivientes.
//!
//! El juez se declara *subreaper* (`prctl(2)`, `PR_SET_CHILD_SUBREAPER`): todo
//! huérfano de lo que ejecuta acaba siendo hijo suyo, también el que se escapó a
//! otra sesión con `setsid`. Como hace una cosa cada vez, al terminar una
//! ejecución todo descendiente que quede es una sobra: se cuenta y se mata.

mod capture;
mod dwelling;
mod exit;
mod invocation;
mod kin;
mod main_process;
pub mod maps;
mod patience;
mod refusal;
mod supervision;
mod sweep;

pub use capture::Capture;
pub(crate) use dwelling::cage;
pub use dwelling::move_into;
pub use exit::{End, Finished};
pub(crate) use exit::{PANIC_CODE, plain_panics};
pub use invocation::Invocation;
pub use refusal::Refusal;
pub use supervision::{Running, adopt_orphans, exit_watch};
pub use sweep::{Leftovers, census, living, sweep};
