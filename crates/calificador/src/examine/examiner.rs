//! El examen de un trabajo, de principio a fin.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::classify;
use super::court::Court;
use super::setup::{ALL_MEMORY, BoxReport, Options, PROCESSES};
use super::verdict;
use crate::cage::{Account, Blueprint, Ended, Living, Scale, Workshop};
use crate::compile::{Compiler, Outcome, Product};
use crate::model::{Code, Examiner, Grade, Work};
use crate::scratch::Scratch;

/// Veces que se intenta un trabajo si lo que falla es lo nuestro.
const ATTEMPTS: usize = 3;
/// Dónde se ve el programa, dentro.
const PROGRAM: &str = "/caja";

/// Lo que hace falta para examinar un paso.
#[derive(Debug)]
pub(super) struct Desk {
    pub compiler: Compiler,
    pub court: Court,
    /// Lo que se ve al ejecutar una entrega.
    pub plan: Blueprint,
}

/// Un examinador con caja; o sin ella, si se pidió así.
#[derive(Debug)]
pub struct BoxedExaminer {
    pub(super) toolchain: String,
    pub(super) report: BoxReport,
    pub(super) options: Options,
    pub(super) workshop: Workshop,
    pub(super) desks: BTreeMap<String, Desk>,
    // El último: borra la carpeta de la que viven los demás.
    pub(super) scratch: Scratch,
}

impl BoxedExaminer {
    /// El resumen del curso y del compilador: con otro, los resultados no se mezclan.
    pub fn toolchain(&self) -> &str {
        &self.toolchain
    }

    /// Qué protege a quien califica.
    pub fn report(&self) -> &BoxReport {
        &self.report
    }

    /// Lo que puede durar un examen, de reloj, por muy cargada que esté la máquina.
    pub fn deadline(&self) -> Duration {
        Compiler::deadline() + Court::wall()
    }

    fn attempt(&self, work: &Work, worker: usize, stop: &AtomicBool) -> Result<Grade> {
        let desk = self
            .desks
            .get(&work.step)
            .with_context(|| format!("no se ha preparado el paso «{}»", work.step))?;
        let source = fs::read(&work.source)
            .with_context(|| format!("no se puede leer {}", work.source.display()))?;
        let trial = Trial {
            examiner: self,
            desk,
            account: Account::for_worker(worker)?,
            stop,
        };
        let folder = trial.folder(worker)?;
        let place = (&self.workshop, self.options.boxed);
        let compiled = desk
            .compiler
            .compile(&source, folder.path(), place, trial.account, stop)?;
        let max_points = desk.court.listing.max_points();
        Ok(match compiled {
            Outcome::Compiled(product) => trial.judge(&product)?,
            Outcome::Rejected { problems, reason } => Grade {
                compile_problems: problems,
                ..Grade::unjudged(Code::DoesNotCompile, max_points, reason)
            },
            Outcome::Forbidden { reason, .. } => {
                Grade::unjudged(Code::Forbidden, max_points, reason)
            }
            Outcome::Stopped => Grade::unjudged(Code::Infra, max_points, "Se pidió parar."),
        })
    }
}

impl Examiner for BoxedExaminer {
    fn examine(&self, work: &Work, worker: usize, stop: &AtomicBool) -> Grade {
        let start = Instant::now();
        let mut trouble = String::new();
        for _ in 0..ATTEMPTS {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            match self.attempt(work, worker, stop) {
                Ok(mut grade) => {
                    grade.duration_ms =
                        u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
                    return grade;
                }
                Err(error) => trouble = format!("{error:#}"),
            }
        }
        let max_points = self.max_points(&work.step).unwrap_or(0);
        Grade::unjudged(Code::Infra, max_points, trouble)
    }

    fn max_points(&self, step: &str) -> Option<u32> {
        let desk = self.desks.get(step)?;
        Some(desk.court.listing.max_points())
    }
}

/// Un trabajo ante el tribunal.
struct Trial<'a> {
    examiner: &'a BoxedExaminer,
    desk: &'a Desk,
    account: Account,
    stop: &'a AtomicBool,
}

impl Trial<'_> {
    /// Una carpeta nueva, del usuario con el que se hace todo.
    fn folder(&self, worker: usize) -> Result<TempDir> {
        let folder = tempfile::Builder::new()
            .prefix(&format!("trabajo-{worker}-"))
            .tempdir_in(self.examiner.scratch.path())?;
        self.account.own_folder(folder.path())?;
        Ok(folder)
    }

    fn judge(&self, product: &Product) -> Result<Grade> {
        if !self.examiner.options.boxed {
            let program = product.folder.join(&product.name);
            let ended = self.try_program(&program, None, &mut || true)?;
            return self.grade(&ended, &program);
        }
        let plan = self.desk.plan.clone().showing(&product.folder, PROGRAM);
        let living = self.examiner.workshop.build(self.account, &plan)?;
        let program = Path::new(PROGRAM).join(&product.name);
        let limited = self.examiner.options.protections.memory_limit;
        let mut scale = Scale::new(&living, limited.then_some(ALL_MEMORY));
        let ended = self.try_program(&program, Some(&living), &mut || scale.fits());
        let overflowed = scale.overflowed();
        living.tear_down();
        if overflowed && !self.stop.load(Ordering::Relaxed) {
            return Ok(self.too_much_memory());
        }
        self.grade(&ended?, &program)
    }

    fn too_much_memory(&self) -> Grade {
        let most = ALL_MEMORY >> 20;
        let reason = format!("Entre todos sus procesos ocupan más de {most} MiB.");
        Grade::unjudged(
            Code::OutOfMemory,
            self.desk.court.listing.max_points(),
            reason,
        )
    }

    fn try_program(
        &self,
        program: &Path,
        living: Option<&Living>,
        carry_on: &mut dyn FnMut() -> bool,
    ) -> Result<Ended> {
        self.desk
            .court
            .try_program(program, living, self.account, self.stop, carry_on)
    }

    fn grade(&self, ended: &Ended, program: &Path) -> Result<Grade> {
        let listing = &self.desk.court.listing;
        if self.stop.load(Ordering::Relaxed) {
            bail!("se pidió parar");
        }
        if ended.forced {
            if !Court::is_exhausted(ended) {
                bail!("el juez no terminó en {} s", Court::wall().as_secs());
            }
            let reason = "El programa no acaba de juzgarse en el tiempo que hay.";
            return Ok(Grade::unjudged(
                Code::OutOfTime,
                listing.max_points(),
                reason,
            ));
        }
        let verdict = verdict::read(&ended.stdout, ended.status.code(), listing)
            .map_err(|why| Self::complaint(&why, ended))?;
        let mut grade = classify::grade(&verdict, PROCESSES);
        classify::as_at_home(&mut grade, program, &verdict.step);
        Ok(grade)
    }

    fn complaint(why: &str, ended: &Ended) -> anyhow::Error {
        let said = String::from_utf8_lossy(&ended.stderr);
        let said = classify::clean(said.trim());
        let signal = ended.status.signal();
        let signal = signal.map_or(String::new(), |number| format!(" (señal {number})"));
        anyhow::anyhow!("{why}{signal} {said}")
    }
}

/// Para que se vea qué se examina cuando algo no va bien.
impl BoxedExaminer {
    /// La carpeta de trabajo.
    pub fn scratch(&self) -> PathBuf {
        self.scratch.path().to_owned()
    }
}
