//! De un archivo a sus piezas, sin lo que se cambia para disimular.
//!
//! El analizador es el de `rustc`, que no falla nunca: un archivo que no compila
//! también se compara.

use std::collections::BTreeSet;

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, strip_shebang, tokenize};

use super::fingerprints::hash_bytes;
use super::marks;

/// Las palabras que sí cuentan tal como son: el esqueleto de lo que hace el programa.
const KEYWORDS: [&str; 36] = [
    "_", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
    "extern", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "type", "unsafe",
    "where", "while",
];
const USE: &str = "use";

/// Una pieza de un programa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// De qué clase es: todos los nombres son de la misma, y todos los números.
    pub shape: u8,
    /// La línea en la que empieza, contando desde 1.
    pub line: u32,
    /// Lo que pone, resumido.
    pub text: u64,
    /// En qué elemento del archivo está: una función, un tipo, un método.
    pub item: u32,
}

/// Lo que queda de un archivo.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub tokens: Vec<Token>,
    /// Nombres, textos y comentarios, por si resultan ser raros.
    pub marks: BTreeSet<String>,
    /// Si el archivo tenía más de lo que se ha mirado.
    pub cut_short: bool,
}

/// Las piezas de `source`, `limit` como mucho.
pub(super) fn read(source: &str, limit: usize) -> Code {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut code = Code::default();
    let mut offset = strip_shebang(source).unwrap_or(0);
    let mut line = 1;
    let mut raw = Vec::new();
    for token in tokenize(&source[offset..], FrontmatterAllowed::No) {
        if raw.len() == limit {
            code.cut_short = true;
            break;
        }
        let text = &source[offset..offset + token.len as usize];
        if !KEYWORDS.contains(&text) {
            code.marks.extend(marks::of(token.kind, text));
        }
        if let Some(shape) = shape(token.kind, text) {
            raw.push((shape, line, text));
        }
        offset += text.len();
        line += u32::try_from(text.matches('\n').count()).unwrap_or(0);
    }
    code.tokens = meaningful(&raw);
    code
}

/// Un trozo del archivo, antes de decidir si cuenta.
type Raw<'a> = (u8, u32, &'a str);

/// Quita lo que se mueve sin cambiar nada: los `use`, los atributos y la coma que
/// `rustfmt` pone detrás del último.
fn meaningful(raw: &[Raw]) -> Vec<Token> {
    let mut kept = Vec::with_capacity(raw.len());
    let mut items = Items::default();
    let mut at = 0;
    while at < raw.len() {
        let (shape, line, text) = raw[at];
        if text == USE && starts_item(raw, at) {
            at = skip_past(raw, at, ";");
        } else if text == "#" {
            at = skip_attribute(raw, at);
        } else if text == "," && raw.get(at + 1).is_some_and(|next| closes(next.2)) {
            at += 1;
        } else {
            kept.push(Token {
                shape,
                line,
                text: hash_bytes(text.as_bytes()),
                item: items.of(text),
            });
            at += 1;
        }
    }
    kept
}

/// Reparte las piezas en elementos, según llegan: así cambiarlos de orden no cambia
/// nada. Con llaves mal puestas reparte mal, pero reparte.
#[derive(Default)]
struct Items {
    number: u32,
    depth: u32,
    /// Si el elemento de fuera tiene dentro otros: un `impl`, un `mod`, un `trait`.
    container: bool,
    ended: bool,
}

impl Items {
    /// El elemento en el que cae la siguiente pieza.
    fn of(&mut self, text: &str) -> u32 {
        if self.ended {
            self.ended = false;
            self.number += 1;
        }
        match text {
            "impl" | "mod" | "trait" if self.depth == 0 => self.container = true,
            "fn" if self.depth == 0 => self.container = false,
            "{" => {
                self.depth += 1;
                self.ended = self.container && self.depth == 1;
            }
            "}" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if matches!(text, "}" | ";") {
            self.ended = self.depth == 0 || (self.container && self.depth == 1);
            self.container &= self.depth > 0;
        }
        self.number
    }
}

/// `use` empieza una importación, y no los límites de captura de un `impl Trait`.
fn starts_item(raw: &[Raw], at: usize) -> bool {
    at == 0 || matches!(raw[at - 1].2, ";" | "}" | "{" | "]" | ")" | "pub")
}

fn skip_past(raw: &[Raw], at: usize, end: &str) -> usize {
    raw[at..]
        .iter()
        .position(|token| token.2 == end)
        .map_or(raw.len(), |length| at + length + 1)
}

/// Detrás de un atributo entero; o de la almohadilla, si no lo era.
fn skip_attribute(raw: &[Raw], at: usize) -> usize {
    let open = if raw.get(at + 1).is_some_and(|next| next.2 == "!") {
        at + 2
    } else {
        at + 1
    };
    if raw.get(open).is_none_or(|next| next.2 != "[") {
        return at + 1;
    }
    let mut depth = 0_usize;
    for (position, token) in raw.iter().enumerate().skip(open) {
        match token.2 {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return position + 1;
        }
    }
    raw.len()
}

fn closes(text: &str) -> bool {
    matches!(text, ")" | "]" | "}" | ">")
}

/// La clase de una pieza, o `None` si no es código.
fn shape(kind: TokenKind, text: &str) -> Option<u8> {
    const NAME: u8 = 200;
    const NUMBER: u8 = 201;
    const TEXT: u8 = 202;
    const LIFETIME: u8 = 203;
    Some(match kind {
        TokenKind::LineComment { .. }
        | TokenKind::BlockComment { .. }
        | TokenKind::Whitespace
        | TokenKind::Frontmatter { .. }
        | TokenKind::Eof => return None,
        TokenKind::Ident => KEYWORDS
            .iter()
            .position(|word| *word == text)
            .and_then(|index| u8::try_from(index).ok())
            .unwrap_or(if matches!(text, "true" | "false") {
                NUMBER
            } else {
                NAME
            }),
        TokenKind::RawIdent
        | TokenKind::InvalidIdent
        | TokenKind::UnknownPrefix
        | TokenKind::GuardedStrPrefix
        | TokenKind::Unknown => NAME,
        TokenKind::Literal { kind, .. } => match kind {
            LiteralKind::Int { .. }
            | LiteralKind::Float { .. }
            | LiteralKind::Char { .. }
            | LiteralKind::Byte { .. } => NUMBER,
            _ => TEXT,
        },
        TokenKind::Lifetime { .. } | TokenKind::RawLifetime | TokenKind::UnknownPrefixLifetime => {
            LIFETIME
        }
        // Lo que queda son signos de un solo carácter ASCII, de 33 a 126; detrás de
        // las palabras para que no se confundan.
        _ => text
            .bytes()
            .next()
            .map_or(NAME, |sign| sign.wrapping_add(60)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(source: &str) -> Vec<u8> {
        read(source, 1000)
            .tokens
            .iter()
            .map(|token| token.shape)
            .collect()
    }

    #[test]
    fn lo_que_se_cambia_para_disimular_no_cuenta() {
        let plain = "use a::b;\nfn f(x: u8) -> u8 { g(x, 3) }";
        for disguised in [
            "/// Mía.\nuse c::{d, e};\nuse f;\nfn mía(valor: u8) -> u8 { otra(valor, 0xff) }",
            "#![allow(dead_code)]\r\n#[inline]\r\nfn f(\r\n  x: u8,\r\n) -> u8 {\r\n  g(x, 'ñ',)\r\n}",
            "\u{feff}fn f(x: u8) -> u8 { /* aquí */ r#fn(x, 3) } // fin",
        ] {
            assert_eq!(shapes(disguised), shapes(plain), "{disguised}");
        }
    }

    #[test]
    fn lo_que_hace_el_programa_si_cuenta() {
        let plain = shapes("fn f(x: u8) -> u8 { if x > 3 { x } else { 3 } }");
        for different in [
            "fn f(x: u8) -> u8 { if x < 3 { x } else { 3 } }",
            "fn f(x: u8) -> u8 { while x > 3 { x } else { 3 } }",
            "fn f(x: u8) -> u8 { if x > \"3\" { x } else { 3 } }",
            "fn f(x: u8) -> u8 { if x > 3 { x } else { 3 }; }",
        ] {
            assert_ne!(shapes(different), plain, "{different}");
        }
    }

    #[test]
    fn ninguna_clase_se_confunde_con_otra() {
        let words = KEYWORDS.join(" ");
        let signs = "; , . ( ) { } [ ] @ ~ ? : $ = ! < > - & | + * / ^ %";
        let others = "nombre 1 \"texto\" 'a ";
        let all = shapes(&format!("{signs} {words} {others}"));

        let distinct: BTreeSet<u8> = all.iter().copied().collect();

        // La coma y lo que la sigue no van juntos en la lista: ninguna se ha quitado.
        assert_eq!(all.len(), 26 + KEYWORDS.len() + 4);
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn un_archivo_roto_tambien_se_lee() {
        for broken in [
            "fn f( { \"sin cerrar",
            "/* sin cerrar fn f() {}",
            "#[sin cerrar",
            "use sin::cerrar",
            "#",
            "#!/bin/sh\nfn f() {}",
            "🦀 № ' r###\"",
        ] {
            let _ = read(broken, 1000);
        }
        assert_eq!(shapes("#!/bin/sh\nfn f() {}"), shapes("fn f() {}"));
    }

    #[test]
    fn cada_pieza_sabe_su_linea() {
        let code = read("// uno\nfn\n\nf() {\n\"dos\nlíneas\" }", 1000);

        let lines: Vec<u32> = code.tokens.iter().map(|token| token.line).collect();

        assert_eq!(lines, [2, 4, 4, 4, 4, 5, 6]);
    }

    #[test]
    fn de_un_archivo_descomunal_solo_se_mira_el_principio() {
        let code = read(&"x;".repeat(1000), 100);

        assert_eq!(code.tokens.len(), 100);
        assert!(code.cut_short);
        assert!(!read(&"x;".repeat(50), 100).cut_short);
    }
}
