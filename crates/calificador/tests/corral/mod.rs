//! Lo común a las pruebas que examinan entregas hostiles: el muestrario, el corral
//! donde se las vigila y el ruedo donde se examinan.

pub mod corpus;
pub mod ring;
pub mod yard;
