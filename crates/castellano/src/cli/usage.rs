//! El texto de uso: `Uso: taller probar [OPCIONES] <PASO>...`.
//!
//! `clap` lo compone en inglés y sin posibilidad de configurarlo: es el único
//! texto que se traduce después de escrito.

use clap::builder::StyledStr;

/// Traduce un texto de uso de `clap`, que empieza por su título, sin perder los colores.
pub(super) fn translate(usage: &StyledStr) -> StyledStr {
    let text = usage
        .ansi()
        .to_string()
        .replacen("Usage:", "Uso:", 1)
        .replace("[OPTIONS]", "[OPCIONES]")
        // Las formas alternativas van alineadas tras el título, que es más corto.
        .replace("\n       ", "\n     ");
    StyledStr::from(text)
}
