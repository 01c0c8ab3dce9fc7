//! El calificador: de lo que se descarga del aula virtual a las notas que vuelven a ella.
//!
//! Un paseo por la casa, en el orden en que ocurren las cosas:
//!
//! 1. la *admisión* lee la descarga (carpetas, zip, clones) y se queda con los
//!    archivos que se pidieron y con nada más;
//! 2. el [`model::Manifest`] dice quién entregó qué, antes de calificar a nadie;
//! 3. el *examen* ([`model::Examiner`]) compila cada trabajo y lo juzga, dentro de
//!    una caja de la que no sale nada;
//! 4. el *diario* anota cada resultado en cuanto lo hay: se puede matar al
//!    calificador en cualquier momento y volver a empezar donde estaba;
//! 5. las notas las pone la [`assignment::Assignment`], con una cuenta exacta;
//! 6. los informes ([`report`]) salen cuando todos los trabajos del manifiesto tienen veredicto.
//!
//! Lo que esta caja no debe hacer nunca: ejecutar una entrega fuera de la caja sin
//! que se lo hayan pedido con todas las letras, creer lo que una entrega diga de sí
//! misma, o convertir un fallo nuestro en un cero.

pub mod assignment;
pub mod cage;
pub mod compile;
pub mod durable;
pub mod examine;
pub mod intake;
pub mod journal;
pub mod model;
mod program;
pub mod report;
pub mod run;
pub mod scratch;
pub mod similarity;
pub mod step;
mod titles;
