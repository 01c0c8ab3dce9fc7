//! Lo justo de XML, con todo el texto escapado.

use crate::picture::fit::clean;

/// El texto, listo para ir dentro de un elemento o de un atributo.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nada_del_estudiante_es_marcado() {
        assert_eq!(escape("<script>&'\""), "&lt;script&gt;&amp;&#39;&quot;");
        assert_eq!(escape("\u{1}\u{ffff}\u{202e}"), "\\x01\\u{ffff}\\u{202e}");
    }
}
