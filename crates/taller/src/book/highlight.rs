//! El resaltado del código, solo con los lenguajes del curso.
//!
//! mdBook trae cuarenta y ocho; con los que aquí se usan, el guion pesa la cuarta
//! parte y la primera página llega antes.

use anyhow::{Result, ensure};

/// Los lenguajes que se conservan; `c-like` es la base de `c`.
const KEPT: &[&str] = &[
    "bash",
    "c-like",
    "c",
    "diff",
    "ini",
    "json",
    "makefile",
    "plaintext",
    "python",
    "rust",
    "shell",
    "yaml",
];

/// Cómo puede nombrarlos un bloque de código: su nombre o uno de sus otros nombres.
const NAMES: &[&str] = &[
    "bash",
    "c",
    "console",
    "diff",
    "h",
    "ini",
    "json",
    "makefile",
    "plaintext",
    "python",
    "rs",
    "rust",
    "sh",
    "shell",
    "text",
    "toml",
    "txt",
    "yaml",
];

/// Cómo empieza la línea que define un lenguaje.
const DEFINITION: &str = "hljs.registerLanguage(\"";

/// `script` sin los lenguajes que sobran.
///
/// # Errores
/// Si falta alguno de los que hacen falta: mdBook ya no lo escribe así.
pub fn slim(script: &str) -> Result<String> {
    let language = |line: &str| {
        let rest = line.strip_prefix(DEFINITION)?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let mut found = 0;
    let mut kept = String::new();
    for line in script.lines() {
        match language(line) {
            Some(name) if KEPT.contains(&name.as_str()) => found += 1,
            Some(_) => continue,
            None => {}
        }
        kept.push_str(line);
        kept.push('\n');
    }
    ensure!(
        found == KEPT.len(),
        "el resaltado de la versión {} de mdBook no es el que este curso conoce: de {} lenguajes \
         solo aparecen {found}. Revisa highlight.rs",
        mdbook_core::MDBOOK_VERSION,
        KEPT.len()
    );
    Ok(kept)
}

/// Si el resaltado del libro conoce el lenguaje `name` de un bloque.
pub fn knows(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Los nombres que se pueden usar, para decírselos a quien escribe.
pub fn names() -> String {
    NAMES.join(", ")
}
