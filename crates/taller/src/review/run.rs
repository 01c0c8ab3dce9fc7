//! La revisión, de principio a fin.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use nix::sys::prctl::set_child_subreaper;
use tempfile::TempDir;

use super::compare::Discrepancy;
use super::court::Court;
use super::progress::Progress;
use super::report::{Finding, Report};
use super::stop::Stop;
use super::trial::{self, Trouble};
use super::variant::{self, Kind, Variant};
use super::verdict::Listing;
use super::{crew, folder};
use crate::compile::{Course, prebuild};
use crate::step::Step;

/// Los pasos que se llaman como alguno de `names`; todos si no hay nombres.
///
/// # Errores
/// El nombre que no es de ningún paso.
pub fn only(steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>, String> {
    if let Some(unknown) = names
        .iter()
        .find(|name| !steps.iter().any(|step| step.name == **name))
    {
        let known: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        return Err(format!(
            "no hay ningún paso «{unknown}»; los pasos son {}",
            known.join(", ")
        ));
    }
    let chosen = |step: &Step| names.is_empty() || names.contains(&step.name);
    Ok(steps.into_iter().filter(chosen).collect())
}

/// Revisa los pasos `steps` del curso de `root`, juzgando cada variante `times` veces.
///
/// # Errores
/// Si el curso no compila o la máquina no deja trabajar; que algo no salga como
/// debe no es un error: está en el informe.
pub fn review(root: &Path, steps: &[Step], times: NonZeroUsize, stop: &Stop) -> Result<Report> {
    let start = Instant::now();
    // Un proceso que escape de un juez vendrá a parar aquí, y se verá.
    set_child_subreaper(true).context("el sistema no deja adoptar a los huérfanos")?;
    let progress = Progress::start();
    progress.stage("Compilando el curso…");
    let course = prebuild(root, steps, &|name| progress.detail(name))?;
    progress.stage("Preguntando a los jueces qué comprueban…");
    let mut report = Report {
        root: root.to_owned(),
        ..Report::default()
    };
    let listings = listings(&course, steps, stop, &mut report);
    let mut variants = Vec::new();
    for step in steps {
        report.findings.extend(folder::inspect(step));
        let of_step = variant::of(root, step)?;
        report.findings.extend(of_step.findings);
        variants.extend(of_step.ready);
    }
    let court = |variant: &Variant| Court {
        course: &course,
        build: &course.steps[&variant.step],
        listing: listings.get(&variant.step),
        times,
        stop,
    };
    judge_all(&course, court, &variants, &progress, stop, &mut report)?;
    report.findings.extend(orphans(root));
    report.elapsed = start.elapsed();
    Ok(report)
}

/// Qué comprueba cada juez; de los que no lo dicen, queda constancia.
fn listings(
    course: &Course,
    steps: &[Step],
    stop: &Stop,
    report: &mut Report,
) -> BTreeMap<String, Listing> {
    let mut listings = BTreeMap::new();
    for step in steps {
        let build = &course.steps[&step.name];
        match trial::list(build, &course.root, stop.flag()) {
            Ok(listing) => {
                report.findings.extend(folder::weights(step, &listing));
                listings.insert(step.name.clone(), listing);
            }
            Err(Trouble::Stopped) => break,
            Err(Trouble::Judge(why)) => report.findings.push(Finding::at(
                &step.folder.join("tests/juez.rs"),
                Discrepancy {
                    // Si ni siquiera compila, no hay herramienta que haya fallado.
                    unjudged: build.judge.is_some(),
                    ..Discrepancy::new(
                        "que el juez dijera qué comprueba",
                        format!("{why}; las variantes del paso se quedan sin juzgar"),
                    )
                },
            )),
        }
    }
    listings
}

fn judge_all<'a>(
    course: &'a Course,
    court: impl Fn(&Variant) -> Court<'a> + Sync,
    variants: &[Variant],
    progress: &Progress,
    stop: &Stop,
    report: &mut Report,
) -> Result<()> {
    let scratch = scratch(course)?;
    progress.stage("Corrigiendo las variantes…");
    progress.count(variants.len());
    let trials = crew::each(variants, stop.flag(), |variant| {
        let trial = court(variant).try_one(variant, scratch.path());
        let name = variant.source.strip_prefix(&course.root);
        let name = name.unwrap_or(&variant.source).display().to_string();
        progress.step(&name, trial.is_good());
        trial
    });
    for (variant, trial) in variants.iter().zip(trials) {
        let Some(trial) = trial.filter(|_| !stop.requested()) else {
            bail!("la revisión se ha interrumpido");
        };
        report.record(variant.kind, trial.is_good());
        if variant.kind == Kind::Solution
            && trial.exhaustive == Some(false)
            && !report.not_exhaustive.contains(&variant.step)
        {
            report.not_exhaustive.push(variant.step.clone());
        }
        report.findings.extend(trial.findings);
    }
    Ok(())
}

/// En la carpeta de salida de cargo: allí se puede ejecutar lo que se compila, y
/// `cargo clean` se lleva lo que dejara un corte de luz.
pub(super) fn scratch(course: &Course) -> Result<TempDir> {
    tempfile::Builder::new()
        .prefix("taller-revisar-")
        .tempdir_in(&course.target)
        .context("no se puede crear una carpeta temporal")
}

fn orphans(root: &Path) -> Option<Finding> {
    let left = trial::sweep_orphans();
    (!left.is_empty()).then(|| {
        Finding::at(
            &root.join("crates/juez"),
            Discrepancy::new(
                "que al terminar no quedara ningún proceso",
                format!("quedaban, y se han matado: {}", left.join(", ")),
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn step(name: &str) -> Step {
        Step {
            name: name.into(),
            order: 1,
            optional: false,
            title: "Un paso".into(),
            chapter: PathBuf::new(),
            folder: PathBuf::new(),
        }
    }

    #[test]
    fn sin_nombres_se_revisan_todos_los_pasos() {
        let steps = vec![step("paso1"), step("paso2")];

        assert_eq!(only(steps.clone(), &[]).unwrap(), steps);
        assert_eq!(only(steps, &["paso2".into()]).unwrap(), [step("paso2")]);
    }

    #[test]
    fn un_paso_que_no_existe_se_dice_y_se_cuenta_cuales_hay() {
        let error = only(vec![step("paso1")], &["paso7".into()]).unwrap_err();

        assert_eq!(error, "no hay ningún paso «paso7»; los pasos son paso1");
    }
}
