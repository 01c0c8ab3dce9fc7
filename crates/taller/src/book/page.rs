//! Lo que interesa de una página ya construida: adónde enlaza y qué ejecuta.

use std::cell::RefCell;
use std::collections::HashSet;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Un destino escrito en un atributo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Lo que pone el atributo, sin interpretar.
    pub target: String,
    /// Si el navegador lo carga sin que nadie pulse (imagen, guion, estilo…).
    pub loaded: bool,
}

/// Los datos de una página.
#[derive(Debug, Default)]
pub struct Page {
    /// Los destinos a los que puede apuntar un `#…`.
    pub anchors: HashSet<String>,
    /// Todo lo que la página enlaza o carga.
    pub links: Vec<Link>,
    /// Los lenguajes de los bloques de código.
    pub languages: HashSet<String>,
    /// Los guiones escritos dentro de la página, tal como los ve el navegador.
    pub inline_scripts: Vec<String>,
}

impl Page {
    /// Lee una página.
    pub fn read(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        // Cada guion detiene al lector; no hay nada que ejecutar, así que sigue.
        while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
        tokenizer.end();
        tokenizer.sink.page.into_inner()
    }
}

#[derive(Default)]
struct Reader {
    page: RefCell<Page>,
    in_script: RefCell<Option<String>>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&tag),
            Token::TagToken(tag) if &*tag.name == "script" => {
                let script = self.in_script.borrow_mut().take();
                self.page.borrow_mut().inline_scripts.extend(script);
                TokenSinkResult::Script(())
            }
            Token::CharacterTokens(text) => {
                if let Some(script) = self.in_script.borrow_mut().as_mut() {
                    script.push_str(&text);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Reader {
    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let mut page = self.page.borrow_mut();
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match &*attribute.name.local {
                "id" => drop(page.anchors.insert(value)),
                "class" if name == "code" => page.languages.extend(languages(&value)),
                "name" if name == "a" => drop(page.anchors.insert(value)),
                "href" if name == "a" || name == "area" => {
                    page.links.push(Link {
                        target: value,
                        loaded: false,
                    });
                }
                // `href` en <link> o en las piezas de un SVG también se carga.
                "href" | "xlink:href" | "src" | "poster" if name != "base" => {
                    page.links.push(Link {
                        target: value,
                        loaded: true,
                    });
                }
                _ => {}
            }
        }
        let has_source = tag.attrs.iter().any(|a| &*a.name.local == "src");
        match name {
            "script" => {
                *self.in_script.borrow_mut() = (!has_source).then(String::new);
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            "style" | "iframe" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Los lenguajes que nombra el atributo `class` de un bloque de código.
fn languages(classes: &str) -> impl Iterator<Item = String> {
    classes
        .split_whitespace()
        .filter_map(|class| class.strip_prefix("language-").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn se_recogen_anclas_enlaces_y_guiones() {
        let html = "<h2 id=\"idea\"><a href=\"b.html#x\">y</a></h2>\n<script src=\"s.js\"></script>\
                    <script>if (a < b) { \"<p id='no'>\" }</script><a name='viejo'></a>\
                    <img src=\"i.svg\"><p id=fin>";

        let page = Page::read(html);

        let anchors = ["idea", "viejo", "fin"].map(String::from);
        assert_eq!(page.anchors, HashSet::from(anchors));
        let links: Vec<_> = page
            .links
            .iter()
            .map(|l| (l.target.as_str(), l.loaded))
            .collect();
        assert_eq!(
            links,
            [("b.html#x", false), ("s.js", true), ("i.svg", true)]
        );
        assert_eq!(page.inline_scripts, ["if (a < b) { \"<p id='no'>\" }"]);
    }

    #[test]
    fn el_titulo_de_un_dibujo_no_se_traga_el_dibujo() {
        let page = Page::read("<svg><title>Dos procesos</title><g id=\"g1\"/></svg>");

        assert!(page.anchors.contains("g1"));
    }
}
