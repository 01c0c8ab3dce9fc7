//! Rarezas: lo que dos archivos comparten y casi nadie más tiene.
//!
//! El código de un ejercicio corto sale igual sin copiar a nadie; el mismo comentario
//! con la misma falta de ortografía, no.

use std::collections::{BTreeMap, BTreeSet};

use ra_ap_rustc_lexer::{LiteralKind, TokenKind};

/// Un nombre más corto que esto lo elige cualquiera.
const NAME: usize = 5;
/// Un comentario o un texto más corto que esto, también.
const TEXT: usize = 12;
/// Un número de menos cifras que estas.
const DIGITS: usize = 4;
/// De lo que no cabe aquí se enseña el principio.
const SHOWN: usize = 80;

/// Cuánta gente puede compartir algo sin que deje de ser raro.
const RARE: usize = 3;

/// Cómo se enseña la pieza, si es de las que pueden ser raras.
pub(super) fn of(kind: TokenKind, text: &str) -> Option<String> {
    let (content, least) = match kind {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => (comment(text), TEXT),
        TokenKind::Ident | TokenKind::RawIdent => (text.to_owned(), NAME),
        TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. },
            ..
        } => (text.replace('_', ""), DIGITS),
        TokenKind::Literal { .. } => (text.to_owned(), TEXT),
        _ => return None,
    };
    let length = content.chars().count();
    (length >= least).then(|| {
        if length > SHOWN {
            content.chars().take(SHOWN).chain(['…']).collect()
        } else {
            content
        }
    })
}

/// Un comentario sin sus adornos, en una línea.
fn comment(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("// {}", words.join(" ").trim_matches(['/', '*', '!']))
    }
}

/// Las rarezas que comparte cada pareja: `documents[i]` son las de `i`, y en `known`
/// están las que se dieron hechas.
pub(super) fn shared(
    documents: &[BTreeSet<String>],
    known: &BTreeSet<String>,
) -> BTreeMap<(usize, usize), Vec<String>> {
    let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (document, marks) in documents.iter().enumerate() {
        for mark in marks.difference(known) {
            owners.entry(mark).or_default().push(document);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (mark, owners) in owners {
        if owners.len() > RARE {
            continue;
        }
        for (position, &left) in owners.iter().enumerate() {
            for &right in &owners[position + 1..] {
                pairs
                    .entry((left, right))
                    .or_default()
                    .push(mark.to_owned());
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(marks: &[&str]) -> BTreeSet<String> {
        marks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lo_raro_es_lo_que_comparten_pocos_y_no_se_dio_hecho() {
        let class = [
            set(&["// por hay no pasa nadie", "contador", "allocate"]),
            set(&["// por hay no pasa nadie", "contador", "allocate"]),
            set(&["contador"]),
            set(&["contador", "propio"]),
        ];

        let shared = shared(&class, &set(&["allocate"]));

        assert_eq!(
            shared,
            [((0, 1), vec!["// por hay no pasa nadie".to_owned()])].into()
        );
    }

    #[test]
    fn un_comentario_es_el_mismo_lo_adornen_como_lo_adornen() {
        for written in [
            "//   por hay  no pasa",
            "/* por hay\n * no pasa */",
            "/// por hay no pasa",
        ] {
            assert_eq!(comment(written), "// por hay no pasa", "{written}");
        }
        assert_eq!(comment("// -----------------"), "");
    }
}
