//! Los bloques ejecutables de una página construida.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Un programa de una página y la salida grabada que lo sigue.
#[derive(Debug, Default, Clone)]
pub struct Block {
    pub name: String,
    pub language: String,
    pub code: String,
    pub output: String,
}

impl Block {
    /// Los de la página `html`, en orden.
    pub fn all(html: &str) -> Vec<Self> {
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
        tokenizer.end();
        tokenizer.sink.0.into_inner().blocks
    }

    /// Lo que el libro dice que escribe este programa: si enseña una consola, lo que
    /// sigue a la orden que lo nombra, sin lo que añade el intérprete de órdenes.
    pub fn shown(&self) -> String {
        if !self.output.contains("$ ") {
            return self.output.clone();
        }
        let stem = self.name.trim_end_matches("_c");
        let is_c = self.language == "c";
        let mut lines = self.output.lines().skip_while(|line| {
            !(line.starts_with("$ ") && line.ends_with(stem) && line.contains("./") == is_c)
        });
        let first = lines.next();
        assert!(first.is_some(), "{}: ninguna orden lo ejecuta", self.name);
        let own = lines.take_while(|line| !line.starts_with("$ "));
        let own: Vec<&str> = own.filter(|line| *line != "Segmentation fault").collect();
        own.join("\n")
    }
}

#[derive(Default)]
struct Reader(RefCell<State>);

#[derive(Default)]
struct State {
    blocks: Vec<Block>,
    /// Programas que aún no tienen su salida.
    waiting: usize,
    place: Place,
    in_code: bool,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Place {
    #[default]
    Elsewhere,
    Program,
    Output,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let attribute = |name: &str| {
                    let found = tag.attrs.iter().find(|a| &*a.name.local == name);
                    found.map(|a| a.value.to_string()).unwrap_or_default()
                };
                match (&*tag.name, tag.kind) {
                    ("div", TagKind::StartTag) => state.enter(
                        &attribute("class"),
                        attribute("data-programa"),
                        attribute("data-lenguaje"),
                    ),
                    ("code", kind) => state.in_code = kind == TagKind::StartTag,
                    ("pre", TagKind::EndTag) => state.leave(),
                    _ => {}
                }
            }
            Token::CharacterTokens(text) if state.in_code => state.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn enter(&mut self, class: &str, name: String, language: String) {
        match class {
            "ejecutable" => {
                self.place = Place::Program;
                self.waiting += 1;
                self.blocks.push(Block {
                    name,
                    language,
                    ..Block::default()
                });
            }
            "salida-grabada" => self.place = Place::Output,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.place {
            Place::Elsewhere => {}
            Place::Program => {
                if let Some(block) = self.blocks.last_mut() {
                    block.code.push_str(text);
                }
            }
            Place::Output => {
                let first = self.blocks.len() - self.waiting;
                for block in &mut self.blocks[first..] {
                    block.output.push_str(text);
                }
            }
        }
    }

    fn leave(&mut self) {
        if self.place == Place::Output {
            self.waiting = 0;
        }
        self.place = Place::Elsewhere;
    }
}
