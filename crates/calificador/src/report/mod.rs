//! Los informes: lo que sale cuando la clase está calificada.
//!
//! Cada formato es una función de la clase a bytes, en su archivo. Ninguno decide
//! nada: las notas las pone [`crate::assignment`] y los veredictos el juez. [`write`]
//! los deja en la carpeta de salida, enteros o nada.
//!
//! Tres reglas valen para todos:
//!
//! - lo que viene de una entrega o de un nombre es texto y nunca otra cosa: ni HTML,
//!   ni fórmula, ni etiqueta, ni control de terminal;
//! - la misma clase con los mismos resultados da los mismos bytes: por eso solo
//!   `tiempos` lleva tiempos;
//! - lo que le falta a una calificación (la caja, parte de la clase, algún orden de
//!   los procesos) se dice en todos los informes que dependan de ello.

mod caveat;
mod class;
mod classroom;
mod course;
mod csv_text;
mod file_name;
mod gradebook;
mod gradescope;
mod html;
mod junit;
mod notes;
mod output;
mod program;
mod sheet;
mod stats;
mod student;
mod timing;
mod trouble;
mod vpl;
mod worksheet;

pub use caveat::{Caveat, for_class, for_student};
pub use class::Class;
pub use classroom::Results;
pub use course::{Course, Step};
pub use csv_text::harmless;
pub use file_name::stem;
pub use gradebook::gradebook;
pub use gradescope::gradescope;
pub use html::{class_page, student_page};
pub use junit::junit;
pub use notes::notes;
pub use output::{Format, Output, Written, write};
pub use program::json;
pub use sheet::sheet;
pub use stats::{CheckCount, Row, Stats};
pub use student::StudentReport;
pub use timing::times;
pub use trouble::Trouble;
pub use vpl::vpl;
pub use worksheet::{Filled, check as check_worksheet, fill};
