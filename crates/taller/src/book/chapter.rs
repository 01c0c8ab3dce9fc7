//! Cambios que se hacen sobre el texto de cada capítulo, antes de dibujarlo.

use mdbook_core::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Un preprocesador que cambia el Markdown de cada capítulo por separado.
pub struct PerChapter {
    /// El nombre con el que mdBook lo conoce.
    pub name: &'static str,
    /// El cambio.
    pub change: fn(&str) -> String,
}

impl Preprocessor for PerChapter {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_chapter_mut(|chapter| chapter.content = (self.change)(&chapter.content));
        Ok(book)
    }
}
