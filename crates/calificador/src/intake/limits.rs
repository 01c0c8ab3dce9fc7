//! Cuánto se acepta de una entrega. Lo que pasa de aquí se rechaza y se dice; nunca
//! se intenta.

/// Lo más que ocupa un archivo de Rust entregado: cien veces la solución más larga.
pub const SOURCE_BYTES: u64 = 256 << 10;

/// Lo más que suman los archivos de Rust que se leen de una persona.
pub const PERSON_BYTES: u64 = 2 << 20;

/// Cuántos archivos de Rust se leen de una persona antes de dejar de buscar.
pub const CANDIDATES: usize = 64;

/// Cuántos archivos se miran, sin abrirlos, en la entrega de una persona. Un
/// proyecto entero con su `target/` y su `.git/` cabe.
pub const PERSON_ENTRIES: usize = 20_000;

/// Cuántos archivos puede tener la descarga de la clase entera.
pub const CLASS_ENTRIES: usize = 200_000;

/// Cuántas carpetas dentro de otras se recorren.
pub const DEPTH: usize = 16;

/// Lo más que ocupa, comprimido, el zip que entrega una persona.
pub const NESTED_BYTES: u64 = 64 << 20;

/// Cuántos zip se abren en la entrega de una persona. Los que llevan dentro, ninguno.
pub const NESTED_ARCHIVES: usize = 4;

/// Cuántas veces puede crecer al descomprimirse lo que pasa de [`RATIO_FROM`]. El
/// código de verdad crece entre tres y diez.
pub const RATIO: u64 = 100;

/// Por debajo de este tamaño, lo que crezca da igual.
pub const RATIO_FROM: u64 = 16 << 10;

/// Cuántos avisos de la misma clase se cuentan, uno a uno, de una persona.
pub const NOTICES_OF_A_KIND: usize = 6;
