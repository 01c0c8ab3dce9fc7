//! Markdown, leído en una terminal: lo justo para las pistas.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use textwrap::core::display_width;

use super::Page;

/// Un espacio por el que no se corta una línea.
const SOLID: &str = "\u{a0}";

/// `markdown` en líneas que caben en la página.
pub fn render(markdown: &str, page: Page) -> String {
    let mut painter = Painter {
        page,
        done: String::new(),
        current: String::new(),
        indents: Vec::new(),
        lists: Vec::new(),
        table: Vec::new(),
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        painter.take(event);
    }
    painter.finish_paragraph();
    painter.done.trim_end().replace(SOLID, " ") + "\n"
}

/// Lo que va delante de las líneas de un párrafo.
struct Indent {
    /// La primera vez: «- », «1. »…
    first: Option<String>,
    rest: String,
}

struct Painter {
    page: Page,
    done: String,
    /// El párrafo que se está leyendo.
    current: String,
    indents: Vec<Indent>,
    /// El número del próximo elemento de cada lista abierta; `None` si no se numera.
    lists: Vec<Option<u64>>,
    table: Vec<Vec<String>>,
}

impl Painter {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.current += &text,
            Event::Code(code) => {
                // Un trozo de código no se parte entre dos líneas.
                let code = format!("`{code}`").replace(' ', SOLID);
                self.current += &self.styled("36", "39", &code);
            }
            Event::SoftBreak => self.current.push(' '),
            Event::HardBreak => self.current.push('\n'),
            Event::Rule => self.done += &format!("{}\n\n", self.page.rule()),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { .. } | Tag::Strong if self.page.color => self.current += "\x1b[1m",
            Tag::Emphasis if self.page.color => self.current += "\x1b[3m",
            // Puede venir detrás del texto de un elemento de lista.
            Tag::CodeBlock(_) => self.finish_paragraph(),
            Tag::BlockQuote(_) => self.indents.push(Indent {
                first: None,
                rest: "│ ".into(),
            }),
            Tag::List(start) => {
                // Lo que hubiera escrito el elemento que la contiene.
                self.finish_paragraph();
                self.lists.push(*start);
            }
            Tag::Item => self.open_item(),
            Tag::TableHead | Tag::TableRow => self.table.push(Vec::new()),
            _ => {}
        }
    }

    fn open_item(&mut self) {
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        };
        self.indents.push(Indent {
            rest: " ".repeat(display_width(&marker)),
            first: Some(marker),
        });
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong if self.page.color => self.current += "\x1b[22m",
            TagEnd::Emphasis if self.page.color => self.current += "\x1b[23m",
            TagEnd::Heading(_) => {
                if self.page.color {
                    self.current += "\x1b[22m";
                }
                self.finish_paragraph();
                self.done.push('\n');
            }
            TagEnd::Paragraph => {
                self.finish_paragraph();
                self.done.push('\n');
            }
            TagEnd::CodeBlock => self.finish_code(),
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.finish_paragraph();
                self.indents.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::TableCell => self.finish_cell(),
            TagEnd::TableHead if self.page.color => self.embolden_head(),
            TagEnd::Table => self.finish_table(),
            _ => {}
        }
    }

    fn styled(&self, on: &str, off: &str, text: &str) -> String {
        if self.page.color {
            format!("\x1b[{on}m{text}\x1b[{off}m")
        } else {
            text.to_owned()
        }
    }

    /// Una línea en blanco, si no la hay ya.
    fn gap(&mut self) {
        if !self.done.is_empty() && !self.done.ends_with("\n\n") {
            self.done.push('\n');
        }
    }

    /// Lo que va delante de la línea siguiente. La marca de una lista sale una vez.
    fn indent(&mut self) -> String {
        let mut whole = String::new();
        for indent in &mut self.indents {
            whole += &indent.first.take().unwrap_or_else(|| indent.rest.clone());
        }
        whole
    }

    fn finish_paragraph(&mut self) {
        let text = std::mem::take(&mut self.current);
        if text.trim().is_empty() {
            return;
        }
        let first = self.indent();
        let rest = self.indent();
        self.done += &self.page.fill(&text, &first, &rest);
        self.done.push('\n');
    }

    fn finish_code(&mut self) {
        let text = std::mem::take(&mut self.current);
        for line in text.lines() {
            let indent = self.indent();
            let line = self.styled("36", "39", line);
            self.done += &format!("{indent}    {line}\n");
        }
        self.done.push('\n');
    }

    fn finish_cell(&mut self) {
        let cell = std::mem::take(&mut self.current);
        if let Some(row) = self.table.last_mut() {
            row.push(cell);
        }
    }

    fn embolden_head(&mut self) {
        for cell in self.table.iter_mut().flatten() {
            *cell = format!("\x1b[1m{}\x1b[22m", cell.replace("\x1b[1m", ""));
        }
    }

    fn finish_table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| display_width(cell)).max().unwrap_or(0)
            })
            .collect();
        for (place, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(c, w)| pad(c, *w)).collect();
            self.line(cells.join(" │ ").trim_end());
            if place == 0 {
                let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                self.line(&rules.join("─┼─"));
            }
        }
        self.done.push('\n');
    }

    fn line(&mut self, text: &str) {
        let indent = self.indent();
        self.done += &format!("{indent}{text}\n");
    }
}

fn pad(cell: &str, width: usize) -> String {
    let missing = width.saturating_sub(display_width(cell));
    cell.to_owned() + &" ".repeat(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Page = Page {
        width: 40,
        color: false,
    };

    #[test]
    fn parrafos_listas_y_codigo() {
        let markdown = "Son **dos** problemas; no\nlos mezcles, que `waitpid` no es `if let x`.\n\n\
                        - uno, que es más largo de lo que cabe en una línea;\n- dos.\n\n\
                        1. primero\n2. segundo:\n\n   ```rust\n   let x = 1;\n   ```\n\nFin.\n";

        assert_eq!(
            render(markdown, PLAIN),
            "Son dos problemas; no los mezcles, que\n\
             `waitpid` no es `if let x`.\n\
             \n\
             • uno, que es más largo de lo que cabe\n  \
               en una línea;\n\
             • dos.\n\
             \n\
             1. primero\n\
             \n\
             2. segundo:\n\
             \n       \
                    let x = 1;\n\
             \n\
             Fin.\n"
        );
    }

    #[test]
    fn una_tabla_sale_en_columnas() {
        let markdown = "| región | texto |\n|---|---|\n| 5 bytes | «hola» |\n| 0 | el vacío |\n";

        assert_eq!(
            render(markdown, PLAIN),
            "región  │ texto\n\
             ────────┼─────────\n\
             5 bytes │ «hola»\n\
             0       │ el vacío\n"
        );
    }

    #[test]
    fn con_color_el_texto_es_el_mismo() {
        let markdown = "# Título\n\n**dos** *tres* `cuatro`\n\n| a |\n|---|\n| **b** |\n";
        let color = Page {
            color: true,
            ..PLAIN
        };

        let painted = render(markdown, color);

        let mut bare = painted.clone();
        for code in ["1", "22", "3", "23", "36", "39"] {
            bare = bare.replace(&format!("\x1b[{code}m"), "");
        }
        assert!(painted.contains("\x1b[1mdos\x1b[22m"), "{painted:?}");
        assert_eq!(bare, render(markdown, PLAIN));
    }
}
