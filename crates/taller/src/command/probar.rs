//! `taller probar`: corrige pasos.

use std::path::Path;

use anyhow::Result;
use indicatif::ProgressBar;

use crate::cli::{Formato, Probar};
use crate::grade::report::{self, Depth};
use crate::grade::{Grade, Graders, Outcome, json};
use crate::outcome::Ending;
use crate::review::Stop;
use crate::step::{self, Step};
use crate::terminal::{Page, print};
use crate::{progress, root};

/// El nombre que los nombra a todos.
const ALL: &str = "todo";

/// Corrige los pasos pedidos y termina con el peor de sus resultados.
pub fn run(options: &Probar) -> Result<()> {
    let root = root::find()?;
    let steps = chosen(step::discover(&root)?, &options.pasos).map_err(Ending::misuse)?;
    let stop = Stop::listen()?;
    let judges = prepare(&root, &steps).map_err(|error| {
        // Ctrl-C llega también a cargo: si no ha compilado, no es que esté roto.
        if stop.requested() {
            Ending::interrupted().into()
        } else {
            error
        }
    })?;
    let page = Page::of_stdout();
    let mut grades = Vec::new();
    for grade in judges.grades(options.filtro.as_deref(), stop.flag()) {
        let grade = grade.ok_or_else(Ending::interrupted)?;
        if options.filtro.is_none() {
            progress::remember(&root, &grade);
        }
        if options.formato == Formato::Texto && !is_filtered_out(&grade) {
            let text = report::render(&root, &grade, Depth::Everything, page);
            print(&format!("\n{text}"))?;
        }
        grades.push(grade);
    }
    match options.formato {
        Formato::Json => print(&json::render(&grades)?)?,
        Formato::Texto if grades.len() > 1 => {
            print(&format!("\n{}", report::summary(&grades, page)))?;
        }
        Formato::Texto => {}
    }
    if let Some(filter) = &options.filtro
        && grades.iter().all(is_filtered_out)
    {
        return Err(Ending::misuse(format!(
            "ninguna comprobación tiene «{filter}» en su nombre: no se ha corregido nada"
        ))
        .into());
    }
    match grades.iter().map(Grade::exit_code).max() {
        None | Some(0) => Ok(()),
        Some(code) => Err(Ending::silent(code).into()),
    }
}

/// Los pasos que se llaman así, en el orden del curso y una sola vez.
fn chosen(steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>, String> {
    if names.iter().any(|name| name == ALL) {
        // Un reto sin empezar no es un fallo: nadie está obligado a hacerlo.
        let asked = |step: &Step| !(step.optional && step.is_untouched());
        return Ok(steps.into_iter().filter(asked).collect());
    }
    for name in names {
        step::called(&steps, name).map_err(|error| format!("{error}; «{ALL}» son todos"))?;
    }
    Ok(steps
        .into_iter()
        .filter(|step| names.contains(&step.name))
        .collect())
}

/// Compila, y mientras tanto dice en la terminal por dónde va.
fn prepare(root: &Path, steps: &[Step]) -> Result<Graders> {
    let bar = ProgressBar::new_spinner();
    bar.set_message("Compilando…");
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    let graders = Graders::prepare(root, steps, &|name| {
        bar.set_message(format!("Compilando: {name}"));
    });
    bar.finish_and_clear();
    graders
}

/// Si el filtro no ha dejado ninguna comprobación.
fn is_filtered_out(grade: &Grade) -> bool {
    matches!(&grade.outcome, Outcome::Judged(verdict, _) if verdict.checks.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<Step> {
        ["paso1", "paso2", "paso3"]
            .map(|name| Step {
                name: name.into(),
                order: 1,
                optional: false,
                title: String::new(),
                chapter: "".into(),
                folder: "".into(),
            })
            .to_vec()
    }

    fn names(given: &[&str]) -> Result<Vec<String>, String> {
        let given: Vec<String> = given.iter().map(ToString::to_string).collect();
        let chosen = chosen(steps(), &given)?;
        Ok(chosen.into_iter().map(|step| step.name).collect())
    }

    #[test]
    fn se_corrigen_en_el_orden_del_curso_y_una_sola_vez() {
        assert_eq!(
            names(&["paso3", "paso1", "paso3"]).unwrap(),
            ["paso1", "paso3"]
        );
        assert_eq!(names(&["todo"]).unwrap().len(), 3);
    }

    #[test]
    fn un_paso_que_no_existe_se_dice_y_se_cuenta_cuales_hay() {
        assert_eq!(
            names(&["paso1", "paso9"]).unwrap_err(),
            "no hay ningún paso «paso9»; los pasos son paso1, paso2, paso3; «todo» son todos"
        );
    }
}
