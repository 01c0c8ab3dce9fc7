//! El juicio de una variante: se compila, se juzga y se compara con lo esperado.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::compare::{Discrepancy, compare, same_again};
use super::report::Finding;
use super::stop::Stop;
use super::trial::{self, Trouble};
use super::variant::{Kind, Variant};
use super::verdict::{Listing, Verdict};
use crate::compile::{Bakery, Complaint, Course, StepBuild};

/// Lo que se ha visto de una variante.
#[derive(Debug, Default)]
pub struct Trial {
    judged: bool,
    pub findings: Vec<Finding>,
    /// Si el juez recorrió todos los órdenes posibles.
    pub exhaustive: Option<bool>,
}

impl Trial {
    /// Si salió como debía.
    pub fn is_good(&self) -> bool {
        self.judged && self.findings.is_empty()
    }
}

/// Donde se juzga una variante.
pub struct Court<'a> {
    /// El curso.
    pub course: &'a Course,
    /// Lo compilado de su paso.
    pub build: &'a StepBuild,
    /// Lo que dice comprobar el juez, si lo dijo.
    pub listing: Option<&'a Listing>,
    /// Veces que se juzga cada variante: siempre tiene que salir lo mismo.
    pub times: NonZeroUsize,
    /// La petición de parar.
    pub stop: &'a Stop,
}

impl Court<'_> {
    /// Compila la variante en `scratch`, la lleva ante el juez y compara.
    pub fn try_one(&self, variant: &Variant, scratch: &Path) -> Trial {
        let command = command_to_see(variant, self.course, self.build);
        let finding = |discrepancy| Finding {
            command: Some(command.clone()),
            ..Finding::at(&variant.source, discrepancy)
        };
        let mut trial = Trial::default();
        if variant.kind == Kind::Stub {
            trial.findings.extend(
                self.build
                    .diagnostics
                    .iter()
                    .map(|said| finding(clean_stub(said))),
            );
        }
        // Sin esa lista no hay juicio; que falta ya se ha contado, una vez, del paso.
        let Some(listing) = self.listing else {
            return trial;
        };
        trial.judged = true;
        match self.verdicts(variant, scratch) {
            Ok((verdict, changed)) => {
                trial.exhaustive = Some(verdict.exhaustive);
                let found = compare(&variant.expectation, listing, &verdict);
                let found = found.into_iter().chain(changed);
                trial.findings.extend(found.map(finding));
            }
            Err(Failure::DoesNotCompile(said)) => {
                let discrepancy = Discrepancy::new("que compilara", said.head());
                trial.findings.push(finding(discrepancy));
            }
            Err(Failure::Unjudged(why)) => {
                let discrepancy = Discrepancy::unjudged("que el juez diera un veredicto", why);
                trial.findings.push(finding(discrepancy));
            }
        }
        trial
    }

    /// El veredicto de la primera vez y, si alguna otra salió distinto, en qué.
    fn verdicts(
        &self,
        variant: &Variant,
        scratch: &Path,
    ) -> Result<(Verdict, Option<Discrepancy>), Failure> {
        let folder = tempfile::tempdir_in(scratch).map_err(Failure::unjudged)?;
        let program = self.program(variant, folder.path())?;
        let first = self.judge(&program)?;
        for nth in 2..=self.times.get() {
            let changed = same_again(&first, &self.judge(&program)?, nth);
            if changed.is_some() {
                return Ok((first, changed));
            }
        }
        Ok((first, None))
    }

    fn judge(&self, program: &Path) -> Result<Verdict, Failure> {
        trial::judge(self.build, &self.course.root, program, self.stop.flag()).map_err(|trouble| {
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
