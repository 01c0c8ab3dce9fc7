//! Las correcciones, para personas.

use std::path::Path;

use castellano::plural;
use castellano::rustc::Explanation;
use castellano::visible::visible;

use super::{Check, Grade, Message, Outcome, Status, Verdict};
use crate::compile::CompileError;
use crate::terminal::{Page, lines};

/// Cuántos fallos se explican.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Todos.
    Everything,
    /// El primero, que suele explicar los demás.
    FirstFailure,
}

/// La corrección de un paso del curso de `root`.
pub fn render(root: &Path, grade: &Grade, depth: Depth, page: Page) -> String {
    let report = Report {
        root,
        grade,
        depth,
        page,
    };
    let step = &grade.step;
    let mut text = page.bold(&format!("{} · {}\n", step.name, step.title));
    text += &match &grade.outcome {
        Outcome::Judged(verdict, _) => report.judged(verdict),
        Outcome::DoesNotCompile(errors) => {
            format!("\n{}{}", explained(errors, page), report.where_it_breaks())
        }
        Outcome::Unjudged(why) => format!(
            "\n{} No se ha podido corregir, y no es cosa de tu código: esto no es una nota.\n{}\n",
            page.paint("33", "?"),
            page.fill(why, "  ", "  ")
        ),
    };
    text
}

/// Los errores, cada uno con lo que quiere decir. La segunda vez que sale el mismo, basta con
/// nombrarlo: suelen venir de un solo descuido.
fn explained(errors: &[CompileError], page: Page) -> String {
    let mut known: Vec<Explanation> = Vec::new();
    let mut text = String::new();
    for error in errors {
        text += &format!("{}\n\n", error.text.trim_end());
        let Some(found) = castellano::rustc::explain(None, &error.text) else {
            continue;
        };
        let sentence = if known.contains(&found) {
            format!("{}: lo mismo que antes.", found.name())
        } else {
            format!("{}. {}", found.name(), found.text)
        };
        known.push(found);
        text += &format!("{}\n\n", page.fill(&sentence, "  → ", "    "));
    }
    text
}

/// La línea de un paso en el resumen de varios.
pub fn summary(grades: &[Grade], page: Page) -> String {
    let mut text = format!("{}\n{}\n", page.rule(), page.bold("Resumen"));
    let name = grades.iter().map(|g| g.step.name.chars().count()).max();
    let name = name.unwrap_or_default();
    for grade in grades {
        let (mark, points, note) = match &grade.outcome {
            Outcome::Judged(verdict, _) => (
                page.mark(worst(verdict)),
                format!("{}/{}", verdict.points, verdict.max_points),
                tally(verdict),
            ),
            Outcome::DoesNotCompile(_) => {
                (page.mark(Status::Failed), "—".into(), "no compila".into())
            }
            Outcome::Unjudged(_) => (
                page.mark(Status::Error),
                "—".into(),
                "no se ha podido corregir".into(),
            ),
        };
        text += &format!("  {mark} {:<name$}  {points:>5}  {note}\n", grade.step.name);
    }
    let passed = grades.iter().filter(|grade| grade.exit_code() == 0).count();
    let all = plural(grades.len() as u64, "paso", "pasos");
    text + &format!("{passed} de {all} superados.\n")
}

fn worst(verdict: &Verdict) -> Status {
    match verdict.owed_code() {
        0 => Status::Passed,
        1 => Status::Failed,
        _ => Status::Error,
    }
}

/// Cuántas bien, cuántas mal y cuántas no se pudieron hacer.
fn tally(verdict: &Verdict) -> String {
    let mut text = format!(
        "{} bien, {} mal",
        verdict.count(Status::Passed),
        verdict.count(Status::Failed)
    );
    let unchecked = verdict.count(Status::Error);
    if unchecked > 0 {
        text += &format!(", {unchecked} sin comprobar");
    }
    text
}

struct Report<'a> {
    root: &'a Path,
    grade: &'a Grade,
    depth: Depth,
    page: Page,
}

impl Report<'_> {
    fn judged(&self, verdict: &Verdict) -> String {
        let mut text = String::from("\n");
        for check in &verdict.checks {
            text += &self.line(check);
        }
        let told = self.stories(verdict);
        text += &told;
        if !told.is_empty() {
            text += &format!("\n{}", self.page.rule());
        }
        text + "\n" + &self.result(verdict)
    }

    /// Una comprobación en una línea: marca, nombre, frase y puntos.
    fn line(&self, check: &Check) -> String {
        const NAME: usize = 15;
        let points = format!("{}/{}", check.points, check.weight);
        let room = self
            .page
            .width
            .saturating_sub(4 + NAME + 1 + points.len())
            .max(10);
        let mut title = lines(&check.title, room).into_iter();
        let first = title.next().unwrap_or_default();
        let mark = self.page.mark(check.status);
        let mut text = format!("  {mark} {:<NAME$}{first:<room$} {points}\n", check.id);
        for rest in title {
            text += &format!("{:19}{rest}\n", "");
        }
        text
    }

    /// Los fallos que toca contar, cada historia una sola vez.
    fn stories(&self, verdict: &Verdict) -> String {
        let mut told: Vec<(&Check, &Message)> = Vec::new();
        let mut text = String::new();
        let failures = verdict
            .checks
            .iter()
            .filter_map(|check| Some((check, check.message.as_ref()?)));
        for (check, message) in failures {
            let same = |(earlier, said): &&(&Check, &Message)| {
                earlier.status == check.status && said.happened == message.happened
            };
            if self.depth == Depth::FirstFailure && !told.is_empty() {
                break;
            } else if let Some((earlier, _)) = told.iter().find(same) {
                text += &format!(
                    "\n{} {}: lo mismo que en «{}».\n",
                    self.page.mark(check.status),
                    check.id,
                    earlier.id
                );
            } else {
                text += &self.story(check, message);
                told.push((check, message));
            }
        }
        text
    }

    /// Un fallo, en sus cuatro partes.
    fn story(&self, check: &Check, message: &Message) -> String {
        let page = self.page;
        let title = format!(
            "{} {}: {}",
            page.mark(check.status),
            page.bold(&check.id),
            check.title
        );
        let mut text = format!("\n{}\n{}\n", page.rule(), page.fill(&title, "", "  "));
        text += &self.part("Qué se esperaba", &message.expected);
        text += &self.part("Qué ocurrió", &message.happened);
        if let Some(picture) = &message.picture {
            text += &format!("\n{}\n", visible(picture).trim_end());
        }
        text += &self.part("Causa probable", &message.cause);
        let place = match check.status {
            Status::Error => "book/problemas.md".to_owned(),
            _ => format!("{}#{}", self.chapter(), message.section),
        };
        text += &self.part(
            "Siguiente paso",
            &format!("{}\nLéelo en {place}", message.next),
        );
        if let Some(replay) = &message.replay {
            text += &format!(
                "  {}\n    {}\n",
                page.bold("Para repetirlo"),
                visible(replay)
            );
        }
        text
    }

    fn part(&self, title: &str, body: &str) -> String {
        let body = self.page.fill(&visible(body), "    ", "    ");
        format!("  {}\n{body}\n", self.page.bold(title))
    }

    fn result(&self, verdict: &Verdict) -> String {
        let page = self.page;
        let result = format!(
            "Resultado: {} de {} puntos",
            verdict.points, verdict.max_points
        );
        let mut text = format!("{} · {}\n", page.bold(&result), tally(verdict));
        if !verdict.gaps.is_empty() {
            let title = "Veredicto no exhaustivo";
            let why = verdict.gaps.join("; ");
            let line = page.fill(&format!("{title}: {}.", visible(&why)), "", "");
            text += &line.replacen(title, &page.paint("33", title), 1);
            text += "\n";
        }
        for advice in &verdict.advice {
            let advice = format!("Consejo: {}", visible(advice));
            text += &format!("{}\n", page.fill(&advice, "", ""));
        }
        text + &match worst(verdict) {
            Status::Passed => "¡Todo bien!\n".to_owned(),
            Status::Failed => format!(
                "Ahora: arregla lo primero que falla, en {}, y repite.\n",
                self.editable()
            ),
            Status::Error => "El juez no ha podido terminar: esto no es una nota.\n".to_owned(),
        }
    }

    fn where_it_breaks(&self) -> String {
        let place = self
            .grade
            .first_error()
            .map_or(String::new(), |(file, line)| {
                format!(": el primer error está en {}, línea {line}", file.display())
            });
        let sentence = format!(
            "{} {} no compila{place}. Arréglalo y repite.",
            self.page.mark(Status::Failed),
            self.grade.step.name
        );
        format!("{}\n", self.page.fill(&sentence, "", "  "))
    }

    fn chapter(&self) -> String {
        relative(self.root, &self.grade.step.chapter)
    }

    /// Lo que escribe el estudiante en este paso.
    fn editable(&self) -> String {
        let file = self.grade.step.editable();
        if file.is_file() {
            relative(self.root, &file)
        } else {
            "los pasos que usa".to_owned()
        }
    }
}

/// `path` como la escribiría quien está en la raíz del curso.
fn relative(root: &Path, path: &Path) -> String {
    let from = |root: &Path| path.strip_prefix(root).ok().map(Path::to_owned);
    from(root)
        .or_else(|| from(&root.canonicalize().ok()?))
        .unwrap_or_else(|| path.to_owned())
        .display()
        .to_string()
}
