//! Las páginas: cada una se basta sola. Ni programas, ni fuentes, ni imágenes de fuera.
//!
//! El HTML se compone con maud, que lo comprueba al compilar y escapa todo lo que no
//! es suyo; aquí no se usa nunca su puerta de atrás (`PreEscaped`) con datos. La
//! política de seguridad de cada página prohíbe cualquier programa y cualquier estilo
//! que no sea el nuestro, por si algo se escapara.

mod class_page;
mod help;
mod plot;
mod shared;
mod similar;
mod step;
mod student_page;

pub use class_page::class_page;
pub use shared::sentence;
pub use student_page::student_page;
