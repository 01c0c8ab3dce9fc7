//! Las palabras de una entrega: las que ningún ejercicio necesita, y `crate`.
//!
//! Se miran palabras, no trozos de texto: un comentario o una cadena no cuentan, y
//! `r#no_mangle` es `no_mangle`. Esto da un buen mensaje, con su línea; no es la
//! frontera. La frontera es la caja.

use std::ops::Range;
use std::str::FromStr;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Algo que no se permite, y dónde está.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    /// La línea, desde 1.
    pub line: u32,
    /// La palabra o el símbolo.
    pub name: String,
    /// Por qué no.
    pub why: &'static str,
}

const HIDDEN: &str = "cambia lo que hace el programa por debajo de tus funciones";
const READS: &str = "mete en el programa archivos de quien lo compila";
const ENVIRONMENT: &str = "lee el entorno de quien lo compila";
const MACHINE: &str = "es código máquina, y aquí se escribe Rust";

/// Las palabras que, dentro de un atributo, no se permiten.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("no_mangle", HIDDEN),
    ("export_name", HIDDEN),
    ("link_section", HIDDEN),
    ("link", HIDDEN),
    ("link_name", HIDDEN),
    ("linkage", HIDDEN),
    ("global_allocator", HIDDEN),
    ("panic_handler", HIDDEN),
    ("path", READS),
];

/// Las macros que no se permiten, se llamen como se llamen al usarlas.
const MACROS: &[(&str, &str)] = &[
    ("include", READS),
    ("include_str", READS),
    ("include_bytes", READS),
    ("env", ENVIRONMENT),
    ("option_env", ENVIRONMENT),
    ("asm", MACHINE),
    ("global_asm", MACHINE),
    ("naked_asm", MACHINE),
];

/// Lo primero que no se permite en `source`. Si no se entiende como Rust, nada: ya lo
/// dirá el compilador.
pub fn forbidden(source: &str) -> Option<Forbidden> {
    let look = |text| walk(TokenStream::from_str(text).ok()?, check);
    look(source).or_else(|| look(below_interpreter(source)?))
}

/// Lo que sigue a la primera línea, si empieza por `#!`. `rustc` se la salta cuando no es un
/// atributo, sino la del intérprete; y en ella, unas comillas sin cerrar cambiarían qué es
/// texto y qué es código en todo lo demás. Se mira de las dos maneras.
fn below_interpreter(source: &str) -> Option<&str> {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let end = text.find('\n')?;
    text.starts_with("#!").then(|| &text[end..])
}

/// Unas palabras seguidas, dentro de los mismos paréntesis.
struct Group {
    tokens: Vec<TokenTree>,
    next: usize,
    in_attribute: bool,
}

impl Group {
    fn of(tokens: TokenStream, in_attribute: bool) -> Self {
        Self {
            tokens: tokens.into_iter().collect(),
            next: 0,
            in_attribute,
        }
    }
}

/// Enseña a `look` cada palabra, en orden: dónde está, entre cuáles, y si es de un
/// atributo. Se para en cuanto contesta algo.
///
/// Con su propia pila: una entrega con miles de paréntesis no acaba con la nuestra.
fn walk<T>(
    tokens: TokenStream,
    mut look: impl FnMut(&Ident, &[TokenTree], usize, bool) -> Option<T>,
) -> Option<T> {
    let mut pending = vec![Group::of(tokens, false)];
    while let Some(group) = pending.last_mut() {
        let place = group.next;
        group.next += 1;
        match group.tokens.get(place) {
            Some(TokenTree::Ident(ident)) => {
                let found = look(ident, &group.tokens, place, group.in_attribute);
                if found.is_some() {
                    return found;
                }
            }
            Some(TokenTree::Group(inner)) => {
                let attribute =
                    inner.delimiter() == Delimiter::Bracket && follows_hash(&group.tokens, place);
                let inner = Group::of(inner.stream(), attribute || group.in_attribute);
                pending.push(inner);
            }
            Some(_) => {}
            None => drop(pending.pop()),
        }
    }
    None
}

/// Si lo que hay en `place` es lo que sigue a `#` o a `#!`.
fn follows_hash(tokens: &[TokenTree], place: usize) -> bool {
    let is = |back: usize, sign| {
        let Some(index) = place.checked_sub(back) else {
            return false;
        };
        matches!(&tokens[index], TokenTree::Punct(punct) if punct.as_char() == sign)
    };
    is(1, '#') || (is(1, '!') && is(2, '#'))
}

fn check(
    ident: &Ident,
    tokens: &[TokenTree],
    place: usize,
    in_attribute: bool,
) -> Option<Forbidden> {
    let name = ident.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let list = if in_attribute { ATTRIBUTES } else { MACROS };
    let (_, why) = list.iter().find(|(word, _)| *word == name)?;
    if !in_attribute && !is_macro(name, tokens, place) {
        return None;
    }
    Some(Forbidden {
        line: u32::try_from(ident.span().start().line).unwrap_or(0),
        name: name.to_owned(),
        why,
    })
}

/// Si esa palabra nombra una macro. `env` también es un módulo (`std::env::args`) y un
/// buen nombre de variable: solo se niega llamada, importada o dada a otra macro.
fn is_macro(name: &str, tokens: &[TokenTree], place: usize) -> bool {
    let punct = |at: Option<usize>, sign| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(p)) if p.as_char() == sign);
    if punct(Some(place + 1), '!') && !punct(Some(place + 2), '=') {
        return true;
    }
    // Nadie llama a una variable `include_str`: se mire donde se mire, es la macro.
    !matches!(name, "env" | "include" | "asm")
}

/// `source` como módulo `step` de otra caja, y no como caja: lo que llamaba `crate`
/// pasa a llamarlo `crate::step`. Las líneas no cambian.
pub fn as_module(source: &str, step: &str) -> String {
    rewritten(source, "crate", &format!("crate::{step}"))
}

/// `source`, que usa la caja `step`, cuando `step` es un módulo de la suya.
pub fn as_neighbour(source: &str, step: &str) -> String {
    rewritten(source, step, &format!("crate::{step}"))
}

/// `source` con las rutas que empiezan por `word` empezadas por `by`.
fn rewritten(source: &str, word: &str, by: &str) -> String {
    let Ok(tokens) = TokenStream::from_str(source) else {
        return source.to_owned();
    };
    let mut places: Vec<Range<usize>> = Vec::new();
    walk(tokens, |ident, tokens, place, _| {
        if *ident == word && starts_a_path(tokens, place) {
            places.push(ident.span().byte_range());
        }
        None::<()>
    });
    // proc-macro2 no cuenta la marca de orden de bytes del principio, si la hay.
    let skipped = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let (mut text, mut written) = (String::with_capacity(source.len()), 0);
    for place in places {
        let place = place.start + skipped..place.end + skipped;
        if source.get(place.clone()) == Some(word) {
            text.push_str(&source[written..place.start]);
            text.push_str(by);
            written = place.end;
        }
    }
    text.push_str(&source[written..]);
    text
}

/// Si la palabra que hay en `place` empieza una ruta: ni `pub(crate)`, ni
/// `extern crate`, ni el final de otra.
fn starts_a_path(tokens: &[TokenTree], place: usize) -> bool {
    let colon = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at));
        matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
    };
    let goes_on = colon(Some(place + 1)) && colon(Some(place + 2));
    // `x: paso3::T` empieza una ruta; `x::paso3::T`, no.
    let comes_from = colon(place.checked_sub(1)) && colon(place.checked_sub(2));
    goes_on && !comes_from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_in(source: &str) -> Option<(u32, String)> {
        forbidden(source).map(|found| (found.line, found.name))
    }

    #[test]
    fn a_forbidden_word_is_named_with_its_line() {
        let cases = [
            ("\n#[unsafe(no_mangle)]\nfn exit() {}", 2, "no_mangle"),
            ("#[r#export_name = \"x\"] fn f() {}", 1, "export_name"),
            ("#[cfg_attr(all(), path = \"/x\")] mod m;", 1, "path"),
            (
                "#![cfg_attr(all(), link_section = \"x\")]",
                1,
                "link_section",
            ),
            ("fn f() { m!(include_str) }", 1, "include_str"),
            (
                "const S: &str = core::include_str!(\"x\");",
                1,
                "include_str",
            ),
            ("const S: &str = env!(\"HOME\");", 1, "env"),
            ("use std::arch::global_asm;", 1, "global_asm"),
            ("#!/bin/x \"\nconst S: &str = env!(\"HOME\");", 2, "env"),
            ("\u{feff}#!/bin/x '\"\ninclude!(\"x\");", 2, "include"),
            (
                "#!/bin/x \"\nconst S: &str = env!(\"HOME\"); \"\";",
                2,
                "env",
            ),
        ];
        for (source, line, name) in cases {
            assert_eq!(name_in(source), Some((line, name.to_owned())), "{source}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_let_through() {
        let fine = [
            "// include_str!(\"x\") y #[no_mangle]",
            "fn f() { println!(\"#[no_mangle] env!\"); }",
            "fn path(link: u8) -> u8 { link }",
            "fn f() { let env = std::env::args(); if env != g() {} }",
            "#[derive(Debug)] #[must_use] struct S { path: u8 }",
            "esto no es { Rust",
        ];
        for source in fine {
            assert_eq!(forbidden(source), None, "{source}");
        }
    }

    #[test]
    fn a_crate_becomes_a_module_without_moving_its_lines() {
        let source = "pub(crate) fn f() {}\nuse crate::{a, b};\nfn ñ() { /* ñ */ crate::f(); \"crate::f\"; }\nmacro_rules! m { () => { $crate::f() } }\n";

        let module = as_module(source, "paso4");

        assert_eq!(
            module,
            "pub(crate) fn f() {}\nuse crate::paso4::{a, b};\nfn ñ() { /* ñ */ crate::paso4::f(); \"crate::f\"; }\nmacro_rules! m { () => { $crate::paso4::f() } }\n"
        );
    }

    #[test]
    fn a_neighbour_finds_the_module_where_there_was_a_crate() {
        let source =
            "use paso3::E;\nfn f(e: paso3::E) { a::paso3::g(paso3::h()); let paso3 = 1; }\n";

        let neighbour = as_neighbour(source, "paso3");

        assert_eq!(
            neighbour,
            "use crate::paso3::E;\nfn f(e: crate::paso3::E) { a::paso3::g(crate::paso3::h()); let paso3 = 1; }\n"
        );
    }

    #[test]
    fn a_nest_of_parentheses_does_not_end_our_stack() {
        let depth = 20_000;
        let nest = |inside: &str| {
            let (open, close) = ("(".repeat(depth), ")".repeat(depth));
            format!("fn f() {{ {open}{inside}{close} }}")
        };

        assert_eq!(name_in(&nest("env!(\"HOME\")")).unwrap().1, "env");
        assert_eq!(forbidden(&nest("1")), None);
        assert!(as_module(&nest("crate::f()"), "paso1").contains("(crate::paso1::f())"));
    }
}
