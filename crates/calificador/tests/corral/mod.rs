//! Lo común a las pruebas con entregas hostiles: por ahora, leer los muestrarios.

pub mod corpus;
