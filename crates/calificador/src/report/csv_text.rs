//! Celdas que una hoja de cálculo no puede tomar por una fórmula.

use std::borrow::Cow;

use castellano::visible::visible;

/// `text` para una celda: si una hoja de cálculo fuera a ejecutarlo (empieza por `=`,
/// `+`, `-`, `@` o un control), lleva delante un apóstrofo, que se lo impide.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    // También los de ancho completo, que algunas hojas toman por los otros.
    let starters = ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠', '|', '%'];
    if shown.trim_start().starts_with(starters) || shown.starts_with(['\t', '\n']) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

/// Un CSV: todo entre comillas, con líneas `\r\n`, como lo pide la RFC 4180.
///
/// # Errores
/// Ninguno que pueda darse: se escribe en la memoria.
pub fn table(
    delimiter: u8,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn una_formula_se_queda_en_texto() {
        for attack in [
            "=1+1", "+34", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "\n=1", "%0A",
            "|calc",
        ] {
            let cell = harmless(attack);
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', ' ', '＝']),
                "{attack:?} → {cell:?}"
            );
        }
        let name = "Núñez Ñandú, \"Pepe\" =2+3";
        assert_eq!(harmless(name), name);
    }
}
