//! Qué quieren decir los errores y avisos de `rustc` que más se encuentran en este
//! curso, y qué probar.
//!
//! El texto del compilador no se traduce: la explicación se enseña a su lado. Se
//! reconoce por el código (`E0382`), por el nombre del aviso (`unused_must_use`) o,
//! si no lleva ninguno, por lo que dice; y, cuando un mismo código tiene causas que
//! se arreglan de maneras distintas, también por el texto.
//!
//! ```
//! let said = "error[E0382]: borrow of moved value: `text`\n --> src/lib.rs:4:20\n";
//! let explanation = castellano::rustc::explain(Some("E0382"), said).unwrap();
//! assert_eq!(explanation.name(), "E0382, valor ya movido");
//! assert!(castellano::rustc::explain(None, "error: otra cosa").is_none());
//! ```
//!
//! Las pruebas de `tests/rustc.rs` le dan a `rustc` un programa por cada explicación
//! y comprueban que es la que sale: si una versión nueva cambia sus frases, se sabrá.

mod lints;
mod mismatch;
mod names;
mod ownership;
mod syntax;
mod types;
mod unsafety;

/// Un tropiezo conocido, contado en español.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// El código del error (`E0382`) o el nombre del aviso (`unused_must_use`);
    /// vacío si el compilador no le da ninguno.
    pub code: &'static str,
    /// Qué es, en pocas palabras, en minúscula y sin punto.
    pub title: &'static str,
    /// Qué pasa y qué probar, en frases enteras.
    pub text: &'static str,
}

impl Explanation {
    /// Cómo llamarlo: «E0382, valor ya movido», o solo el título si no tiene código.
    pub fn name(&self) -> String {
        if self.code.is_empty() {
            self.title.to_owned()
        } else {
            format!("{}, {}", self.code, self.title)
        }
    }
}

/// Una explicación y cuándo es la que corresponde.
struct Entry {
    /// Véase [`Explanation::code`].
    code: &'static str,
    /// Basta con que el texto contenga una; «…» es cualquier cosa, en la misma línea. Con
    /// un código de error, sin ninguna se acepta cualquier texto.
    signs: &'static [&'static str],
    title: &'static str,
    text: &'static str,
}

/// De lo particular a lo general: gana la primera que corresponda.
const CATALOGUE: [&[Entry]; 7] = [
    ownership::KNOWN,
    unsafety::KNOWN,
    mismatch::KNOWN,
    types::KNOWN,
    names::KNOWN,
    syntax::KNOWN,
    lints::KNOWN,
];

/// La explicación de un solo error o aviso, si es de los conocidos.
///
/// `code` es el que da `rustc` en su JSON, si lo da; `rendered`, el texto que
/// enseña, sin colores. Si falta `code`, se busca en la primera línea del texto.
pub fn explain(code: Option<&str>, rendered: &str) -> Option<Explanation> {
    let code = code.or_else(|| code_in(rendered));
    entries()
        .find(|entry| entry.is_about(code, rendered))
        .map(Entry::explanation)
}

/// Las explicaciones de todo lo que dijo `rustc`, en orden y sin repetir.
///
/// Si hay errores, los avisos se callan: no son lo que impide seguir.
pub fn explain_all(said: &str) -> Vec<Explanation> {
    let all = diagnostics(said);
    let errors: Vec<&str> = all.iter().copied().filter(|d| is_error(d)).collect();
    let mut found: Vec<Explanation> = Vec::new();
    for diagnostic in if errors.is_empty() { &all } else { &errors } {
        let known = explain(None, diagnostic);
        found.extend(known.filter(|known| !found.contains(known)));
    }
    found
}

/// Todas las explicaciones que hay.
pub fn catalogue() -> impl Iterator<Item = Explanation> {
    entries().map(Entry::explanation)
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.into_iter().flatten()
}

impl Entry {
    fn is_about(&self, code: Option<&str>, rendered: &str) -> bool {
        let says = || self.signs.iter().any(|sign| contains(rendered, sign));
        if is_error_code(self.code) {
            code == Some(self.code) && (self.signs.is_empty() || says())
        } else if self.code.is_empty() || code.is_none() {
            code.is_none() && says()
        } else {
            code == Some(self.code)
        }
    }

    fn explanation(&self) -> Explanation {
        Explanation {
            code: self.code,
            title: self.title,
            text: self.text,
        }
    }
}

/// Si alguna línea de `text` lleva los trozos de `sign`, en orden.
fn contains(text: &str, sign: &str) -> bool {
    let has = |line: &str| {
        sign.split('…')
            .try_fold(line, |rest, piece| Some(rest.split_once(piece)?.1))
            .is_some()
    };
    text.lines().any(has)
}

/// `E0382` lo es; `unused_must_use`, no.
fn is_error_code(code: &str) -> bool {
    let digits = code.strip_prefix('E').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// El código de `error[E0382]: …`.
fn code_in(rendered: &str) -> Option<&str> {
    let head = rendered.lines().next()?;
    let (level, rest) = head.split_once('[')?;
    let (code, _) = rest.split_once(']')?;
    (["error", "warning"].contains(&level) && is_error_code(code)).then_some(code)
}

fn is_error(diagnostic: &str) -> bool {
    diagnostic.starts_with("error")
}

/// Cada error o aviso de `said`, entero: empiezan al principio de una línea.
fn diagnostics(said: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in said.split_inclusive('\n') {
        if line.starts_with("error") || line.starts_with("warning") {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([said.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| &said[start..end])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_error_se_explica_una_vez_y_en_orden() {
        let said = "warning: unused variable: `x`\nerror[E0425]: cannot find value `y`\n\
                    error[E0382]: use of moved value: `a`\nerror[E0425]: cannot find value `z`\n\
                    error[E9999]: something else\nerror: expected `;`, found `}`\n";

        let names: Vec<_> = explain_all(said).iter().map(Explanation::name).collect();

        assert_eq!(
            names,
            [
                "E0425, nombre que no existe",
                "E0382, valor ya movido",
                "falta un punto y coma"
            ]
        );
    }

    #[test]
    fn lo_que_cita_el_codigo_de_una_persona_no_engana() {
        let said = "error[E9999]: something\n  |\n3 | // error[E0382]: expected `;`\n  | ^^^\n";

        assert_eq!(explain_all(said), []);
    }

    #[test]
    fn ningun_titulo_se_repite() {
        let mut names: Vec<_> = catalogue().map(|known| known.name()).collect();
        let all = names.len();
        names.sort();
        names.dedup();

        assert_eq!(names.len(), all);
    }

    #[test]
    fn las_explicaciones_son_frases_enteras() {
        for known in catalogue() {
            assert!(known.text.ends_with(['.', '?']), "{}", known.name());
            assert!(!known.title.ends_with('.'), "{}", known.name());
            assert!(!known.text.contains("  "), "{}", known.name());
        }
    }
}
