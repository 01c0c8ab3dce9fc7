//! Lo que se prepara una vez: compilar lo que no cambia y comprobar la caja.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::Resource;

use super::court::Court;
use super::digest;
use super::examiner::{BoxedExaminer, Desk};
use crate::cage::{self, Account, Blueprint, Protections, Workshop, preflight, remedy};
use crate::compile::{Compiler, StepBuild, Toolchain, prebuild_with, swift_options};
use crate::program;
use crate::scratch::{self, Scratch};
use crate::step::{self, Step};

/// Cómo empieza el nombre de la carpeta de trabajo.
const SCRATCH: &str = "calificar-";

/// Cómo se quiere examinar.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Dentro de la caja. Sin ella, el código de las entregas se ejecuta como si lo
    /// hubiera escrito quien califica: solo para archivos propios.
    pub boxed: bool,
    /// Cuántos trabajadores habrá.
    pub workers: usize,
    /// Las protecciones de la caja: todas, salvo en las pruebas.
    pub protections: Protections,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            boxed: true,
            workers: 1,
            protections: Protections::default(),
        }
    }
}

/// Qué protege a quien califica, para decirlo en los informes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxReport {
    /// Si hay caja.
    pub boxed: bool,
    /// Cómo se acota la memoria.
    pub memory: String,
    /// Con qué usuario se ejecutan las entregas.
    pub account: String,
    /// Lo que se comprobó antes de empezar.
    pub checked: Vec<&'static str>,
}

/// Procesos de una entrega, a la vez.
pub(super) const PROCESSES: u64 = 64;
/// Memoria de cada uno de sus procesos, en bytes.
const MEMORY: u64 = 1 << 30;
/// Memoria de todos juntos, en bytes. Un programa del curso ocupa unos pocos MiB.
pub(super) const ALL_MEMORY: u64 = 1 << 30;
/// Lo más grande que puede escribir, en bytes.
const LARGEST_FILE: u64 = 4 << 20;
/// Archivos abiertos.
const OPEN_FILES: u64 = 128;
/// Procesador de cada proceso, en segundos.
const CPU_SECONDS: u64 = 60;
/// Lo que cabe en su `/tmp`, en bytes.
const TEMPORARY: u64 = 16 << 20;

/// Prepara el examen de estos pasos del curso de `root`.
///
/// # Errores
/// Si el curso no compila, si no hay caja o no es de fiar (y entonces dice cómo
/// conseguir una), o si algún paso no tiene archivo que entregar.
pub fn prepare(
    root: &Path,
    steps: &[String],
    options: Options,
    on_progress: &dyn Fn(&str),
) -> Result<BoxedExaminer> {
    let steps = chosen(root, steps)?;
    let bwrap = options.boxed.then(find_bwrap).transpose()?;
    let mut course = prebuild_with(root, &steps, &["portero", "canario"], on_progress)?;
    let toolchain = Toolchain::bare(root)?;
    let scratch = work_folder()?;
    let kit = Kit::new(scratch.path().join("juego"))?;
    let porter = kit.keep(tool(&course.tools, "portero")?, "portero")?;
    let canary = kit.keep(tool(&course.tools, "canario")?, "canario")?;
    let account = Account::for_worker(0)?;
    let mut workshop = Workshop::new(bwrap.unwrap_or_default(), porter, options.protections)?;
    let sysroot = toolchain
        .sysroot()
        .context("no se encuentra la carpeta del compilador")?;
    let linking = swift_options(sysroot, scratch.path())?;
    let sysroot = workshop.make_reachable(account, sysroot, kit.folder("herramientas")?);

    let mut desks = BTreeMap::new();
    for step in &steps {
        let name = step.name.as_str();
        let build = course.steps.remove(name).unwrap_or_default();
        desks.insert(
            name.to_owned(),
            desk(name, &build, &kit, (&sysroot, &linking))?,
        );
    }
    let checked = if options.boxed {
        let bench = preflight::Bench {
            canary: &canary,
            plan: &run_plan(&canary)?,
            folder: scratch.path().join("prueba"),
        };
        preflight::check(&workshop, account, &bench)?
    } else {
        Vec::new()
    };
    Ok(BoxedExaminer {
        toolchain: digest::of(root, &toolchain.version)?,
        report: BoxReport {
            boxed: options.boxed,
            memory: format!(
                "cada proceso, {} MiB (RLIMIT_AS); entre todos, {} MiB (se mira cada poco); \
                 los archivos temporales, {} MiB",
                MEMORY >> 20,
                ALL_MEMORY >> 20,
                TEMPORARY >> 20
            ),
            account: match account {
                Account::Own => "el de quien califica".to_owned(),
                Account::Lent(uid) => format!("uno que no es de nadie (desde el {uid})"),
            },
            checked,
        },
        options,
        workshop,
        desks,
        scratch,
    })
}

/// La carpeta de trabajo, que los usuarios de la caja pueden atravesar pero no leer. Las que
/// dejaron otros que ya no viven se borran, con las cajas que tuvieran a medio hacer.
fn work_folder() -> Result<Scratch> {
    scratch::sweep_after(&std::env::temp_dir(), SCRATCH, cage::demolish);
    let broken = || {
        format!(
            "no se puede crear una carpeta temporal en {}; di otro sitio con la variable TMPDIR",
            std::env::temp_dir().display()
        )
    };
    let folder = Scratch::new(SCRATCH).with_context(broken)?;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).with_context(broken)?;
    Ok(folder)
}

/// Los pasos pedidos, que tienen que existir y tener algo que entregar.
fn chosen(root: &Path, names: &[String]) -> Result<Vec<Step>> {
    let known = step::discover(root)?;
    names
        .iter()
        .map(|name| {
            let step = step::called(&known, name).map_err(anyhow::Error::msg)?;
            ensure!(
                step.editable().is_file(),
                "el paso «{name}» no tiene ningún archivo que entregar"
            );
            Ok(step)
        })
        .collect()
}

fn tool<'a>(tools: &'a BTreeMap<String, PathBuf>, name: &str) -> Result<&'a Path> {
    let path = tools.get(name);
    path.map(PathBuf::as_path)
        .with_context(|| format!("cargo no ha compilado {name}"))
}

/// `bwrap`, o cómo conseguirlo.
fn find_bwrap() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join("bwrap"))
        .find(|program| program.is_file());
    match found {
        Some(program) => Ok(program),
        None => bail!(remedy::not_installed()),
    }
}

fn desk(
    name: &str,
    build: &StepBuild,
    kit: &Kit,
    (sysroot, linking): (&Path, &[String]),
) -> Result<Desk> {
    let missing = |what: &str| format!("cargo no ha compilado {what} de {name}");
    let judge = build.judge.as_ref().with_context(|| missing("el juez"))?;
    let reference = build
        .reference
        .as_ref()
        .with_context(|| missing("la referencia"))?;
    let plan = run_plan(reference)?;
    let libraries = kit.folder(&format!("bibliotecas-{name}"))?;
    Ok(Desk {
        compiler: Compiler::prepare(name, build, &libraries, sysroot, linking)?,
        court: Court::open(
            kit.keep(judge, &format!("juez-{name}"))?,
            kit.keep(reference, &format!("referencia-{name}"))?,
        )?,
        plan,
    })
}

/// Lo que se ve al ejecutar una entrega: las bibliotecas que pide el mismo programa
/// hecho con la referencia, y nada más.
fn run_plan(reference: &Path) -> Result<Blueprint> {
    let mut plan = Blueprint::empty(TEMPORARY)
        .limited(Resource::RLIMIT_NPROC, PROCESSES)
        .limited(Resource::RLIMIT_AS, MEMORY)
        .limited(Resource::RLIMIT_FSIZE, LARGEST_FILE)
        .limited(Resource::RLIMIT_NOFILE, OPEN_FILES)
        .limited(Resource::RLIMIT_CPU, CPU_SECONDS)
        .limited(Resource::RLIMIT_CORE, 0);
    for library in shared_libraries(reference)? {
        plan = plan.showing(&library, &library);
    }
    if Path::new("/etc/ld.so.cache").exists() {
        plan = plan.showing("/etc/ld.so.cache", "/etc/ld.so.cache");
    }
    Ok(plan)
}

/// Las bibliotecas compartidas de un programa nuestro, según el propio cargador
/// (`ld.so(8)`).
pub(super) fn shared_libraries(program: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new(program)
        .env("LD_TRACE_LOADED_OBJECTS", "1")
        .output()
        .with_context(|| format!("no se puede ejecutar {}", program.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            line.split_whitespace()
                .find(|word| word.starts_with('/'))
                .map(PathBuf::from)
        })
        .collect())
}

/// La carpeta donde se deja lo que usan todos, con permisos para que se alcance.
struct Kit(PathBuf);

impl Kit {
    fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        Ok(Self(folder))
    }

    /// Una copia de `real`.
    fn keep(&self, real: &Path, name: &str) -> Result<PathBuf> {
        let here = self.0.join(name);
        program::copy(real, &here)?;
        Ok(here)
    }

    /// Una carpeta vacía.
    fn folder(&self, name: &str) -> Result<PathBuf> {
        let here = self.0.join(name);
        fs::create_dir(&here)?;
        fs::set_permissions(&here, fs::Permissions::from_mode(0o755))?;
        Ok(here)
    }
}
