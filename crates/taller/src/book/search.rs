//! La búsqueda en español.
//!
//! El índice que escribe mdBook recorta y agrupa las palabras como si fueran
//! inglesas, y con él «página» no se encuentra. De su fichero se conservan los
//! textos; el índice lo hace el navegador al abrir el buscador, con las reglas
//! españolas de `book/tema/busqueda.js`. Así hay una sola versión de las reglas.

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Lo que mdBook escribe antes y después de los datos.
const OPEN: &str = "window.search = Object.assign(window.search, JSON.parse('";
const CLOSE: &str = "'));";

/// El nuevo `searchindex.js`: los textos del de mdBook y las reglas españolas.
///
/// # Errores
/// Si el fichero de mdBook no tiene la forma conocida.
pub fn rewrite(original: &str, rules: &str) -> Result<String> {
    let unknown = "el índice de búsqueda de esta versión de mdBook no es como se esperaba";
    let quoted = original
        .trim()
        .strip_prefix(OPEN)
        .and_then(|rest| rest.strip_suffix(CLOSE))
        .context(unknown)?;
    let index: Value = serde_json::from_str(&unquote(quoted)).context(unknown)?;
    let documents = index
        .pointer("/index/documentStore/docs")
        .filter(|documents| documents.is_object())
        .context(unknown)?;
    let data = json!({
        "results_options": index["results_options"],
        "search_options": index["search_options"],
        "doc_urls": index["doc_urls"],
        "documents": documents,
    });
    Ok(format!(
        "window.search = Object.assign(window.search || {{}}, {data});\n{rules}"
    ))
}

/// Deshace las barras con las que mdBook mete los datos entre comillas simples.
fn unquote(quoted: &str) -> String {
    let mut plain = String::with_capacity(quoted.len());
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        plain.extend(if letter == '\\' {
            letters.next()
        } else {
            Some(letter)
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_conservan_los_textos_y_sobra_el_indice() {
        let data = r#"{"doc_urls":["a.html"],"results_options":{"limit_results":3},"search_options":{"bool":"AND"},"index":{"documentStore":{"docs":{"0":{"title":"L'été \"x\n\""}}},"index":{"body":{}}}}"#;
        let original = format!(
            "{OPEN}{}{CLOSE}",
            data.replace('\\', "\\\\").replace('\'', "\\'")
        );

        let result = rewrite(&original, "reglas();").unwrap();

        let (head, rules) = result.split_once('\n').unwrap();
        assert_eq!(rules, "reglas();");
        let json = head
            .strip_prefix("window.search = Object.assign(window.search || {}, ")
            .and_then(|rest| rest.strip_suffix(");"))
            .unwrap();
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(value["documents"]["0"]["title"], "L'été \"x\n\"");
        assert_eq!(value["doc_urls"][0], "a.html");
        assert!(value.get("index").is_none());
    }

    #[test]
    fn otra_forma_se_rechaza() {
        assert!(rewrite("var x = {};", "").is_err());
    }
}
