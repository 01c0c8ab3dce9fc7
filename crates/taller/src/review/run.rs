//! La revisión, de principio a fin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use nix::sys::prctl::set_child_subreaper;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use tempfile::TempDir;

use super::compare::{Discrepancy, compare};
use super::progress::Progress;
use super::report::{Finding, Report};
use super::trial::{self, Trouble};
use super::variant::{self, Kind, Variant};
use super::verdict::{Listing, Verdict};
use super::{crew, folder};
use crate::compile::{Bakery, Complaint, Course, StepBuild, prebuild};
use crate::step::Step;

/// La petición de parar, que puede llegar con Ctrl-C en cualquier momento.
#[derive(Debug, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Atiende desde ahora las señales que piden terminar.
    ///
    /// # Errores
    /// Si el sistema no deja atenderlas.
    pub fn listen() -> Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&flag))
                .context("no se pueden atender las señales del sistema")?;
        }
        Ok(Self(flag))
    }

    /// Si hay que parar.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// La bandera, para quien la mira a menudo.
    pub fn flag(&self) -> &AtomicBool {
        &self.0
    }
}

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

/// Revisa los pasos `steps` del curso de `root`.
///
/// # Errores
/// Si el curso no compila o la máquina no deja trabajar; que algo no salga como
/// debe no es un error: está en el informe.
pub fn review(root: &Path, steps: &[Step], stop: &Stop) -> Result<Report> {
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
    judge_all(&course, &listings, &variants, &progress, stop, &mut report)?;
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
        match trial::list(build, &course.root, &stop.0) {
            Ok(listing) => {
                report.findings.extend(folder::weights(step, &listing));
                listings.insert(step.name.clone(), listing);
            }
            Err(Trouble::Stopped) => break,
            Err(Trouble::Judge(why)) => report.findings.push(Finding {
                unjudged: build.judge.is_some(),
                ..Finding::at(
                    &step.folder.join("tests/juez.rs"),
                    Discrepancy::new(
                        "que el juez dijera qué comprueba",
                        format!("{why}; las variantes del paso se quedan sin juzgar"),
                    ),
                )
            }),
        }
    }
    listings
}

fn judge_all(
    course: &Course,
    listings: &BTreeMap<String, Listing>,
    variants: &[Variant],
    progress: &Progress,
    stop: &Stop,
    report: &mut Report,
) -> Result<()> {
    let scratch = scratch(course)?;
    progress.stage("Corrigiendo las variantes…");
    progress.count(variants.len());
    let trials = crew::each(variants, &stop.0, |variant| {
        let court = Court {
            course,
            build: &course.steps[&variant.step],
            listing: listings.get(&variant.step),
            stop,
        };
        let trial = court.try_one(variant, scratch.path());
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
        if trial.exhaustive == Some(false) && !report.not_exhaustive.contains(&variant.step) {
            report.not_exhaustive.push(variant.step.clone());
        }
        report.findings.extend(trial.findings);
    }
    Ok(())
}

/// En la carpeta de salida de cargo: allí se puede ejecutar lo que se compila, y
/// `cargo clean` se lleva lo que dejara un corte de luz.
fn scratch(course: &Course) -> Result<TempDir> {
    tempfile::Builder::new()
        .prefix("taller-revisar-")
        .tempdir_in(&course.target)
        .context("no se puede crear una carpeta temporal")
}

/// Lo que se ha visto de una variante.
#[derive(Debug, Default)]
struct Trial {
    judged: bool,
    findings: Vec<Finding>,
    exhaustive: Option<bool>,
}

impl Trial {
    fn is_good(&self) -> bool {
        self.judged && self.findings.is_empty()
    }
}

/// Donde se juzga una variante.
struct Court<'a> {
    course: &'a Course,
    build: &'a StepBuild,
    listing: Option<&'a Listing>,
    stop: &'a Stop,
}

impl Court<'_> {
    fn try_one(&self, variant: &Variant, scratch: &Path) -> Trial {
        let command = command_to_see(variant, self.course, self.build);
        let finding = |discrepancy, unjudged| Finding {
            command: Some(command.clone()),
            unjudged,
            ..Finding::at(&variant.source, discrepancy)
        };
        let mut trial = Trial::default();
        if variant.kind == Kind::Stub {
            trial.findings.extend(
                self.build
                    .diagnostics
                    .iter()
                    .map(|said| finding(clean_stub(said), false)),
            );
        }
        // Sin esa lista no hay juicio; que falta ya se ha contado, una vez, del paso.
        let Some(listing) = self.listing else {
            return trial;
        };
        trial.judged = true;
        match self.verdict(variant, scratch) {
            Ok(verdict) => {
                trial.exhaustive = Some(verdict.exhaustive);
                let found = compare(&variant.expectation, listing, &verdict);
                trial
                    .findings
                    .extend(found.into_iter().map(|each| finding(each, false)));
            }
            Err(Failure::DoesNotCompile(said)) => {
                let discrepancy = Discrepancy::new("que compilara", said.head());
                trial.findings.push(finding(discrepancy, false));
            }
            Err(Failure::Unjudged(why)) => {
                let discrepancy = Discrepancy::new("que el juez diera un veredicto", why);
                trial.findings.push(finding(discrepancy, true));
            }
        }
        trial
    }

    fn verdict(&self, variant: &Variant, scratch: &Path) -> Result<Verdict, Failure> {
        let folder = tempfile::tempdir_in(scratch).map_err(Failure::unjudged)?;
        let program = self.program(variant, folder.path())?;
        trial::judge(self.build, &self.course.root, &program, &self.stop.0).map_err(|trouble| {
            Failure::Unjudged(match trouble {
                Trouble::Stopped => "se interrumpió".into(),
                Trouble::Judge(why) => why,
            })
        })
    }

    /// El programa de la variante: el de la referencia y el del esqueleto ya los
    /// compiló cargo, como los compilará el estudiante.
    fn program(&self, variant: &Variant, folder: &Path) -> Result<PathBuf, Failure> {
        let ready = match variant.kind {
            Kind::Solution => &self.build.reference,
            Kind::Stub => &self.build.program,
            Kind::Mistake | Kind::Alternative => {
                return Bakery::new(self.course, &variant.step, self.build)
                    .bake(&variant.source, folder)
                    .map_err(Failure::unjudged)?
                    .map_err(Failure::DoesNotCompile);
            }
        };
        ready
            .clone()
            .ok_or_else(|| Failure::DoesNotCompile(Complaint("cargo no lo ha compilado".into())))
    }
}

/// Por qué una variante se queda sin veredicto.
enum Failure {
    DoesNotCompile(Complaint),
    Unjudged(String),
}

impl Failure {
    fn unjudged(error: impl std::fmt::Display) -> Self {
        Self::Unjudged(format!("{error:#}"))
    }
}

fn clean_stub(said: &Complaint) -> Discrepancy {
    Discrepancy::new("un esqueleto que compilara, y sin avisos", said.head())
}

/// La orden que enseña lo que vería el estudiante con esa variante.
fn command_to_see(variant: &Variant, course: &Course, build: &StepBuild) -> String {
    let relative = |path: &Path| {
        let path = path.strip_prefix(&course.root).unwrap_or(path);
        path.display().to_string()
    };
    match (variant.kind, &build.reference) {
        (Kind::Stub, _) => format!("cargo test -p {}", variant.step),
        (Kind::Solution, Some(reference)) => format!(
            "cargo test -p {} -- --programa {}",
            variant.step,
            relative(reference)
        ),
        _ => format!("cargo run -- revisar --ver {}", relative(&variant.source)),
    }
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

/// Corrige un solo archivo y muestra el informe que vería un estudiante.
/// Devuelve el código con el que terminó el juez.
///
/// # Errores
/// Si el archivo no es de ningún paso o no compila, o si falla la máquina.
pub fn show(root: &Path, steps: Vec<Step>, source: &Path) -> Result<i32> {
    let source = source
        .canonicalize()
        .with_context(|| format!("no se puede leer {}", source.display()))?;
    let step = steps
        .into_iter()
        .find(|step| belongs(root, step, &source))
        .with_context(|| {
            format!(
                "{} no es de ningún paso: tiene que estar en solutions/PASO o exercises/PASO",
                source.display()
            )
        })?;
    let progress = Progress::start();
    progress.stage("Compilando el curso…");
    let course = prebuild(root, std::slice::from_ref(&step), &|name| {
        progress.detail(name);
    })?;
    drop(progress);
    let build = &course.steps[&step.name];
    let folder = scratch(&course)?;
    let baked = Bakery::new(&course, &step.name, build).bake(&source, folder.path())?;
    let program = match baked {
        Ok(program) => program,
        Err(complaint) => bail!("no compila:\n{}", complaint.0.trim_end()),
    };
    let judge = build.judge.as_ref().context("no está compilado el juez")?;
    let reference = build
        .reference
        .as_ref()
        .context("no está compilada la referencia")?;
    let status = Command::new(judge)
        .arg("--programa")
        .arg(program)
        .arg("--referencia")
        .arg(reference)
        .current_dir(root)
        .stdin(Stdio::null())
        .status()
        .context("no se pudo ejecutar el juez")?;
    Ok(status.code().unwrap_or(3))
}

fn belongs(root: &Path, step: &Step, source: &Path) -> bool {
    let solutions = root.join("solutions").join(&step.name);
    [&solutions, &step.folder]
        .into_iter()
        .filter_map(|folder| folder.canonicalize().ok())
        .any(|folder| source.starts_with(folder))
        && step.folder.join("src/lib.rs").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str) -> Step {
        Step {
            name: name.into(),
            order: 1,
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
