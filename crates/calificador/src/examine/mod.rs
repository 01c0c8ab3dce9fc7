//! El examen de un trabajo: compilarlo, ejecutarlo y juzgarlo, todo en la caja.
//!
//! El juez es el mismo que usa el estudiante con `cargo test -p pasoN`, y se ejecuta
//! **fuera** de la caja, sin privilegios; lo que se ejecuta dentro es el programa que
//! juzga. El veredicto sale de lo que el juez ve desde fuera; lo que diga el programa
//! solo se enseña.
//!
//! [`prepare`] compila lo que no cambia y comprueba la caja; lo que devuelve es un
//! [`Examiner`](crate::model::Examiner).

mod classify;
mod court;
mod digest;
mod examiner;
mod setup;
mod verdict;

pub use examiner::BoxedExaminer;
pub use setup::{BoxReport, Options, prepare};
