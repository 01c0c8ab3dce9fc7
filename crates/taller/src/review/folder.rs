//! Que a la carpeta de un paso no le falte nada: capítulo, pistas, pesos, título.

use std::fs;
use std::path::Path;

use super::compare::Discrepancy;
use super::report::Finding;
use super::verdict::Listing;
use crate::step::Step;

/// De la más general a la más concreta.
const HINTS: usize = 3;
/// La nota máxima de un paso.
const MARK: u32 = 10;

/// Lo que le falta a la carpeta de `step`.
pub fn inspect(step: &Step) -> Vec<Finding> {
    let manifest = step.folder.join("Cargo.toml");
    let mut found = Vec::new();
    if step.title.trim().is_empty() {
        found.push(Finding::at(
            &manifest,
            Discrepancy::new("un título en `description`", "está vacío"),
        ));
    }
    if !has_text(&step.chapter) {
        found.push(Finding::at(
            &manifest,
            Discrepancy::new(
                "que `readme` fuera el capítulo del paso",
                format!("{} no existe o está vacío", step.chapter.display()),
            ),
        ));
    }
    if step.editable().is_file() {
        found.extend(hints(step));
        found.extend(stub(step));
    }
    found
}

/// Un paso en el que hay algo que escribir tiene tres pistas.
fn hints(step: &Step) -> impl Iterator<Item = Finding> {
    (1..=HINTS)
        .map(|level| step.folder.join(format!("pistas/{level}.md")))
        .filter(|hint| !has_text(hint))
        .map(|hint| {
            Finding::at(
                &hint,
                Discrepancy::new(format!("{HINTS} pistas escritas"), "no existe o está vacía"),
            )
        })
}

/// De donde `reiniciar` recupera el archivo tiene que ser lo que se reparte.
fn stub(step: &Step) -> Option<Finding> {
    let (kept, given) = (fs::read(step.stub()), fs::read(step.editable()));
    let happened = match (kept, given) {
        (Ok(kept), Ok(given)) if kept == given => return None,
        (Ok(_), _) => "no es igual: copia src/lib.rs en esqueleto/lib.rs",
        (Err(_), _) => "no existe: copia ahí src/lib.rs",
    };
    Some(Finding::at(
        &step.stub(),
        Discrepancy::new("una copia exacta de src/lib.rs, para «reiniciar»", happened),
    ))
}

fn has_text(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| !text.trim().is_empty())
}

/// Si lo que valen las comprobaciones no suma la nota máxima.
pub fn weights(step: &Step, listing: &Listing) -> Option<Finding> {
    let sum: u32 = listing.checks.iter().map(|check| check.weight).sum();
    let judge = step.folder.join("tests/juez.rs");
    let discrepancy = if sum == MARK {
        let worthless = listing
            .checks
            .iter()
            .find(|check| check.weight == 0 || check.title.trim().is_empty())?;
        Discrepancy::new(
            "que cada comprobación tuviera título y valiera algo",
            format!("«{}» no", worthless.id),
        )
    } else {
        Discrepancy::new(
            format!("comprobaciones que sumaran {MARK} puntos"),
            format!("suman {sum}"),
        )
    };
    Some(Finding::at(&judge, discrepancy))
}

#[cfg(test)]
mod tests {
    use super::super::verdict::Listed;
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn complete(root: &Path) -> Step {
        for hint in ["1", "2", "3"] {
            write(root, &format!("paso1/pistas/{hint}.md"), "Mira el manual.");
        }
        write(root, "paso1/src/lib.rs", "// paso 1");
        write(root, "paso1/esqueleto/lib.rs", "// paso 1");
        write(root, "paso1.md", "# Asignar");
        Step {
            name: "paso1".into(),
            order: 1,
            optional: false,
            title: "Asignar".into(),
            chapter: root.join("paso1.md"),
            folder: root.join("paso1"),
        }
    }

    fn weighing(weights: &[u32]) -> Listing {
        let checks = weights.iter().map(|&weight| Listed {
            id: "una".into(),
            title: "Una".into(),
            weight,
        });
        Listing {
            step: "paso1".into(),
            checks: checks.collect(),
        }
    }

    #[test]
    fn a_un_paso_completo_no_le_falta_nada() {
        let course = tempfile::tempdir().unwrap();
        let step = complete(course.path());

        assert!(inspect(&step).is_empty());
        assert!(weights(&step, &weighing(&[4, 6])).is_none());
    }

    #[test]
    fn cada_cosa_que_falta_se_nombra() {
        let course = tempfile::tempdir().unwrap();
        let mut step = complete(course.path());
        write(course.path(), "paso1/pistas/2.md", "  \n");
        fs::remove_file(course.path().join("paso1/pistas/3.md")).unwrap();
        fs::remove_file(course.path().join("paso1.md")).unwrap();
        step.title = String::new();

        let places: Vec<_> = inspect(&step)
            .iter()
            .map(|finding| {
                finding
                    .place
                    .strip_prefix(course.path())
                    .unwrap()
                    .to_owned()
            })
            .collect();

        assert_eq!(
            places,
            [
                Path::new("paso1/Cargo.toml"),
                Path::new("paso1/Cargo.toml"),
                Path::new("paso1/pistas/2.md"),
                Path::new("paso1/pistas/3.md")
            ]
        );
    }

    #[test]
    fn el_esqueleto_guardado_es_el_que_se_reparte() {
        let course = tempfile::tempdir().unwrap();
        let step = complete(course.path());
        let mut happened = Vec::new();

        write(course.path(), "paso1/src/lib.rs", "// otro");
        happened.extend(inspect(&step));
        fs::remove_file(step.stub()).unwrap();
        happened.extend(inspect(&step));

        assert_eq!(happened.len(), 2);
        assert!(happened[0].discrepancy.happened.starts_with("no es igual"));
        assert!(happened[1].discrepancy.happened.starts_with("no existe"));
    }

    #[test]
    fn los_pesos_suman_diez_y_ninguno_es_cero() {
        let course = tempfile::tempdir().unwrap();
        let step = complete(course.path());

        let short = weights(&step, &weighing(&[4, 5])).unwrap();
        let free = weights(&step, &weighing(&[10, 0])).unwrap();

        assert_eq!(short.discrepancy.happened, "suman 9");
        assert_eq!(free.discrepancy.happened, "«una» no");
    }
}
