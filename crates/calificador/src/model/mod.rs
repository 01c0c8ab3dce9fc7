//! Los datos que comparten las demás habitaciones. Aquí no se lee ni se ejecuta nada.

mod code;
mod examiner;
mod grade;
mod gradebook;
mod manifest;

pub use code::Code;
pub use examiner::{Examiner, Work};
pub use grade::{Check, CompileProblem, Explanation, Grade};
pub use gradebook::GradeBook;
pub use manifest::{Entry, Manifest, Notice, NoticeKind, Source, Student};
