//! El informe de un veredicto: para personas y para programas.

pub mod json;
pub mod lines;
pub mod text;
mod wrap;
