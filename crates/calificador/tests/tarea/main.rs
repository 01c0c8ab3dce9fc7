//! La tarea, como la escribe un docente, y las notas que salen de ella.

mod archivo;
mod notas;
