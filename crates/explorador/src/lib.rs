//! El explorador: lleva procesos **reales y sin modificar** (programas que
//! hacen `fork`, en cualquier lenguaje) por todos los órdenes de ejecución que
//! importan, y cuenta qué ocurrió en cada uno.
//!
//! Un proceso trazado se detiene antes de cada *operación visible* (una llamada
//! al sistema que habla con otros procesos, o un acceso a memoria compartida) y
//! en cada parada el explorador decide quién sigue. Lo que hay que saber para
//! usarlo cabe en un ejemplo:
//!
//! ```no_run
//! use explorador::{Explorer, Program};
//!
//! let informe = Explorer::new(Program::new("./carrera")).explore()?;
//! println!("{} planes, {} finales distintos", informe.schedules, informe.outcomes.len());
//! for resultado in &informe.outcomes {
//!     println!("{} → {:?}", resultado.schedule, resultado.stdout_text());
//! }
//! # Ok::<(), explorador::Error>(())
//! ```
//!
//! Lo que esta biblioteca nunca hace: ejecutar código del programa estudiado
//! dentro de su propio proceso, dejar un proceso vivo al volver, ni dar por
//! visto un orden que no ejecutó. El orden que encuentra es secuencialmente
//! consistente: los reordenamientos del procesador quedan fuera de su alcance.

// Donde no se puede explorar, buena parte de lo que cuenta un plan no lo usa nadie.
#![cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    allow(dead_code, unused_imports)
)]

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod arch;
pub mod cage;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod calls;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod engine;
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
#[path = "elsewhere.rs"]
mod engine;
mod errno;
mod error;
mod event;
mod explorer;
mod fault;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod filter;
mod gap;
pub mod json;
pub mod label;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod launch;
mod limits;
mod number;
mod outcome;
mod patience;
pub mod picture;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod policy;
mod program;
mod reach;
mod report_json;
mod schedule;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod search;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod server;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod session;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod sys;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod tracee;
mod untraceable;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod watchdog;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod world;

pub use error::Error;
pub use event::{
    Access, Backing, BlockedOn, Call, Effect, End, Event, EventKind, LaneInfo, RegionId,
};
pub use explorer::{Explorer, Order, Progress};
pub use fault::{Fault, FaultAction, ParseFaultError};
pub use gap::Gap;
pub use limits::{LimitKind, Limits};
pub use outcome::{Exit, Outcome, Report, Verdict};
pub use patience::EndlessLoops;
pub use program::Program;
pub use reach::Reach;
pub use schedule::{ParseScheduleError, ScheduleId};
pub use untraceable::Untraceable;
