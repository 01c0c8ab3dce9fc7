//! Lo que se ve: el veredicto, una pista o la lista de los pasos, y debajo la barra
//! del curso y las teclas.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::pista::{self, Wanted};
use crate::grade::report::{self, Depth};
use crate::grade::{Grade, Outcome, Status};
use crate::outcome::sentence;
use crate::progress::Standing;
use crate::step::Step;
use crate::terminal::{Page, print};

/// Borra la pantalla y vuelve a la esquina, sin tocar lo que quedó más arriba.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// Qué se está viendo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// Lo último que dijo el juez.
    Verdict,
    /// La siguiente pista de un paso.
    Hint(Step),
    /// Los pasos del curso.
    List,
}

/// La pantalla. Sin teclado no se borra nada: cada veredicto va detrás del anterior.
pub struct Screen {
    root: PathBuf,
    steps: Vec<Step>,
    interactive: bool,
    /// Lo que se está viendo, sin el pie.
    body: String,
    /// El último veredicto.
    verdict: String,
    on_verdict: bool,
}

impl Screen {
    /// Una pantalla todavía vacía.
    pub fn new(root: &Path, steps: &[Step], interactive: bool) -> Self {
        Self {
            root: root.to_owned(),
            steps: steps.to_owned(),
            interactive,
            body: String::new(),
            verdict: String::new(),
            on_verdict: true,
        }
    }

    /// Se está corrigiendo `step`.
    pub fn grading(&mut self, step: &Step) -> Result<()> {
        self.verdict = format!("{} · {}\n\nCorrigiendo…\n", step.name, step.title);
        // Sin terminal, el aviso solo ensuciaría el registro.
        if self.interactive {
            self.show(View::Verdict)?;
        }
        Ok(())
    }

    /// Esto es lo que ha resultado.
    pub fn graded(&mut self, result: &Result<Grade>) -> Result<()> {
        self.verdict = match result {
            Ok(grade) => {
                let page = Page::of_stdout();
                let text = report::render(&self.root, grade, Depth::FirstFailure, page);
                text + &others(grade, page)
            }
            Err(error) => format!("No se ha podido corregir: {}\n", sentence(error)),
        };
        self.show(View::Verdict)
    }

    /// Pasa a otra vista.
    pub fn show(&mut self, view: View) -> Result<()> {
        let page = Page::of_stdout();
        self.on_verdict = view == View::Verdict;
        self.body = match view {
            View::Verdict => self.verdict.clone(),
            View::Hint(step) => pista::show(&self.root, &step, Wanted::Next, page)
                .unwrap_or_else(|error| format!("{}.\n", capitalized(&sentence(&error)))),
            View::List => format!(
                "{}\n\n{}",
                page.bold("Los pasos"),
                Standing::of(&self.root, &self.steps)?.list(page)
            ),
        };
        self.draw()
    }

    /// Dibuja otra vez lo que se estaba viendo.
    pub fn draw(&self) -> Result<()> {
        let page = Page::of_stdout();
        let standing = Standing::of(&self.root, &self.steps)?;
        let clear = if self.interactive { CLEAR } else { "" };
        let keys = match (self.interactive, self.on_verdict) {
            (false, _) => "\n",
            (true, true) => "  p pista · s siguiente · l lista · q salir\n",
            (true, false) => "  p pista · s siguiente · l lista · q salir · Intro veredicto\n",
        };
        let body = &self.body;
        print(&format!("{clear}{body}\n{}{keys}", standing.bar(page)))
    }
}

/// Cuántos fallos no se han contado, y dónde verlos.
fn others(grade: &Grade, page: Page) -> String {
    let Outcome::Judged(verdict, _) = &grade.outcome else {
        return String::new();
    };
    let wrong = verdict.checks.len() - verdict.count(Status::Passed);
    if wrong < 2 {
        return String::new();
    }
    let text = format!(
        "Se cuenta solo el primer fallo. Para verlos todos: cargo run -- probar {}",
        grade.step.name
    );
    format!("{}\n", page.fill(&text, "", "  "))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
