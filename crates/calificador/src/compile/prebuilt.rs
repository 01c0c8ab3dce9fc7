//! La única compilación con `cargo`: lo que comparten todas las variantes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::cargo::{self, Artifact, Built, Diagnostic, Metadata, Package, Target};
use super::{CompileError, Complaint};
use crate::step::Step;

/// El paquete que compila los programas contra la referencia.
pub(super) const REFERENCES: &str = "programas";

/// El paquete con los ejecutables de la caja.
const TOOLS: &str = "portero";

/// El curso, con todo lo que no cambia ya compilado.
#[derive(Debug)]
pub struct Course {
    /// La raíz del curso.
    pub root: PathBuf,
    /// La carpeta de salida de `cargo`.
    pub target: PathBuf,
    /// Lo compilado de cada paso, por su nombre.
    pub steps: BTreeMap<String, StepBuild>,
    /// Los ejecutables de la caja que se pidieron, por su nombre.
    pub tools: BTreeMap<String, PathBuf>,
}

/// Lo compilado de un paso. Lo que falte no compiló, y `complaint` dice por qué.
#[derive(Debug, Clone, Default)]
pub struct StepBuild {
    /// El juez del paso.
    pub judge: Option<PathBuf>,
    /// El programa con el `lib.rs` de `exercises/`.
    pub program: Option<PathBuf>,
    /// El mismo programa con la referencia.
    pub reference: Option<PathBuf>,
    /// El `main.rs` del paso.
    pub main: PathBuf,
    /// La edición de Rust del paquete.
    pub edition: String,
    /// Las bibliotecas que usa el paso: nombre en su código y archivo `.rlib`.
    pub externs: BTreeMap<String, PathBuf>,
    /// Esas bibliotecas, las que usan ellas, y así hasta el final.
    pub libraries: Vec<PathBuf>,
    /// Lo que `cargo` pondría en el entorno del compilador.
    pub environment: Vec<(&'static str, OsString)>,
    /// Las opciones con las que `cargo` genera el código del paso, para `rustc`.
    pub codegen: Vec<String>,
    /// Los avisos y errores que dio el `lib.rs` de `exercises/`.
    pub diagnostics: Vec<Complaint>,
    /// Por qué no compila: los errores del paso y los de los ejercicios que usa.
    pub errors: Vec<CompileError>,
}

impl StepBuild {
    /// Las carpetas donde `cargo` deja las bibliotecas de las bibliotecas.
    pub fn library_folders(&self) -> BTreeSet<PathBuf> {
        library_folders(self.externs.values())
    }
}

/// Las carpetas donde `cargo` deja las bibliotecas de las que usan estas.
pub(super) fn library_folders<'a>(rlibs: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<PathBuf> {
    rlibs
        .filter_map(|rlib| rlib.parent())
        // Las del propio curso las enlaza cargo una carpeta más arriba.
        .flat_map(|folder| [folder.to_owned(), folder.join("deps")])
        .filter(|folder| folder.is_dir())
        .collect()
}

/// Compila con una sola llamada a `cargo` lo que necesitan las variantes de `steps`.
///
/// # Errores
/// Si `cargo` falla por algo que no es de ningún paso.
pub fn prebuild(root: &Path, steps: &[Step], on_progress: &dyn Fn(&str)) -> Result<Course> {
    prebuild_with(root, steps, &[], on_progress)
}

/// Como [`prebuild`], y además los ejecutables de la caja que digan `tools`.
///
/// # Errores
/// Si `cargo` falla por algo que no es de ningún paso.
pub fn prebuild_with(
    root: &Path,
    steps: &[Step],
    tools: &[&str],
    on_progress: &dyn Fn(&str),
) -> Result<Course> {
    let metadata = cargo::metadata(root)?;
    let plans = steps
        .iter()
        .map(|step| Plan::of(step, &metadata))
        .collect::<Result<Vec<_>>>()?;
    let mut asked = arguments(&plans);
    if !tools.is_empty() {
        asked.extend(["--package".to_owned(), TOOLS.to_owned()]);
    }
    for tool in tools {
        asked.extend(["--bin".to_owned(), (*tool).to_owned()]);
    }
    let built = cargo::build(root, &asked, on_progress)?;
    let exercises = exercises(root, &metadata);
    refuse_foreign_failures(&built, &exercises)?;
    let libraries = libraries(&built.artifacts);
    let steps = plans
        .iter()
        .map(|plan| {
            (
                plan.package.name.clone(),
                plan.collect(&built, &libraries, &metadata),
            )
        })
        .collect();
    Ok(Course {
        root: root.to_owned(),
        target: metadata.target_directory,
        steps,
        tools: executables(&built, tools),
    })
}

fn executables(built: &Built, tools: &[&str]) -> BTreeMap<String, PathBuf> {
    built
        .artifacts
        .iter()
        .filter(|artifact| tools.contains(&artifact.target.name.as_str()))
        .filter_map(|artifact| Some((artifact.target.name.clone(), artifact.executable.clone()?)))
        .collect()
}

/// Qué hay que compilar de un paso.
struct Plan<'a> {
    package: &'a Package,
    references: &'a Package,
    program: &'a Target,
    judge: &'a Target,
    reference: &'a Target,
}

impl<'a> Plan<'a> {
    fn of(step: &Step, metadata: &'a Metadata) -> Result<Self> {
        let package = package_called(metadata, &step.name)?;
        let references = package_called(metadata, REFERENCES)?;
        let main = step.folder.join("src/main.rs");
        Ok(Self {
            package,
            references,
            program: target(package, "bin", &main)?,
            judge: target(package, "test", &step.folder.join("tests/juez.rs"))?,
            reference: target(references, "bin", &main)?,
        })
    }

    fn collect(
        &self,
        built: &Built,
        libraries: &HashMap<&str, &Path>,
        metadata: &Metadata,
    ) -> StepBuild {
        let executable = |package: &Package, target: &Target| {
            built
                .artifacts
                .iter()
                .find(|a| {
                    a.package_id == package.id
                        && a.target.name == target.name
                        && a.target.kind == target.kind
                })
                .and_then(|artifact| artifact.executable.clone())
        };
        let externs = metadata
            .resolve
            .dependencies(&self.package.id)
            .into_iter()
            .filter_map(|(name, id)| Some((name, libraries.get(id.as_str())?.to_path_buf())))
            .collect();
        StepBuild {
            judge: executable(self.package, self.judge),
            program: executable(self.package, self.program),
            reference: executable(self.references, self.reference),
            main: self.program.src_path.clone(),
            edition: self.program.edition.clone(),
            externs,
            libraries: needed(built, &metadata.resolve.closure(&self.package.id)),
            environment: self.package.environment(),
            codegen: codegen(built, &self.package.id),
            diagnostics: complaints(built, &self.package.id),
            errors: compile_errors(built, &self.package.id, metadata),
        }
    }
}

/// Los archivos de estas bibliotecas: `.rlib`, y `.so` las que son macros.
fn needed(built: &Built, packages: &BTreeSet<String>) -> Vec<PathBuf> {
    let is_library = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("rlib" | "so"))
    };
    let files: BTreeSet<PathBuf> = built
        .artifacts
        .iter()
        .filter(|artifact| packages.contains(&artifact.package_id))
        .flat_map(|artifact| artifact.filenames.iter().filter(|path| is_library(path)))
        .cloned()
        .collect();
    files.into_iter().collect()
}

/// Las opciones con las que `cargo` compiló algo de `package`: todo va con las mismas. Si no
/// compiló nada, tampoco hay juez con el que hacer otra cosa.
fn codegen(built: &Built, package: &str) -> Vec<String> {
    let mut artifacts = built.artifacts.iter();
    artifacts
        .find(|artifact| artifact.package_id == package)
        .map_or_else(Vec::new, |artifact| artifact.profile.arguments())
}

fn complaints(built: &Built, package: &str) -> Vec<Complaint> {
    built
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.package_id == package)
        .filter(|diagnostic| !diagnostic.message.spans.is_empty())
        .filter_map(|diagnostic| diagnostic.message.rendered.clone())
        .map(Complaint)
        .collect()
}

/// Los errores que impiden compilar `package`: los suyos y los de lo que usa.
fn compile_errors(built: &Built, package: &str, metadata: &Metadata) -> Vec<CompileError> {
    let mut wanted: BTreeSet<String> = metadata
        .resolve
        .dependencies(package)
        .into_values()
        .collect();
    wanted.insert(package.to_owned());
    built
        .diagnostics
        .iter()
        .filter(|diagnostic| wanted.contains(&diagnostic.package_id))
        .filter_map(compile_error)
        .collect()
}

fn compile_error(diagnostic: &Diagnostic) -> Option<CompileError> {
    let message = &diagnostic.message;
    let text = message.rendered.clone()?;
    // El recuento final («aborting due to 2 previous errors») no es otro error.
    if message.level != "error" || text.starts_with("error: aborting due to") {
        return None;
    }
    let place = message.spans.iter().find(|span| span.is_primary);
    Some(CompileError {
        place: place.map(|span| (span.file_name.clone(), span.line_start)),
        text,
    })
}

/// Los paquetes que hay en `exercises/`: lo que puede no compilar sin que el
/// curso esté roto.
fn exercises<'a>(root: &Path, metadata: &'a Metadata) -> BTreeSet<&'a str> {
    let exercises = root.join("exercises");
    let exercises = exercises.canonicalize().unwrap_or(exercises);
    let is_exercise = |package: &&Package| {
        let folder = package.manifest_path.parent().map(Path::canonicalize);
        matches!(folder, Some(Ok(folder)) if folder.parent() == Some(&exercises))
    };
    metadata
        .packages
        .iter()
        .filter(is_exercise)
        .map(|package| package.id.as_str())
        .collect()
}

/// Que no compile un esqueleto es una discrepancia de ese paso; que no compile
/// otra cosa deja a todos sin poder revisarse.
fn refuse_foreign_failures(built: &Built, of_a_step: &BTreeSet<&str>) -> Result<()> {
    let Some(said) = &built.failure else {
        return Ok(());
    };
    let errors: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.message.level == "error")
        .collect();
    if !errors.is_empty()
        && errors
            .iter()
            .all(|error| of_a_step.contains(error.package_id.as_str()))
    {
        return Ok(());
    }
    let rendered: String = errors
        .iter()
        .filter(|error| !of_a_step.contains(error.package_id.as_str()))
        .filter_map(|error| error.message.rendered.as_deref())
        .collect();
    bail!(
        "el curso no compila:\n{}",
        format!("{rendered}{said}").trim_end()
    )
}

fn arguments(plans: &[Plan]) -> Vec<String> {
    let mut args = Vec::new();
    let mut packages: Vec<&str> = plans
        .iter()
        .map(|plan| plan.package.name.as_str())
        .collect();
    packages.extend(plans.first().map(|plan| plan.references.name.as_str()));
    for package in packages {
        args.extend(["--package".to_owned(), package.to_owned()]);
    }
    for plan in plans {
        for bin in [plan.program, plan.reference] {
            args.extend(["--bin".to_owned(), bin.name.clone()]);
        }
        args.extend(["--test".to_owned(), plan.judge.name.clone()]);
    }
    args
}

/// El `.rlib` de cada paquete que tiene biblioteca.
pub(super) fn libraries(artifacts: &[Artifact]) -> HashMap<&str, &Path> {
    artifacts
        .iter()
        .filter_map(|artifact| {
            let rlib = artifact
                .filenames
                .iter()
                .find(|name| name.extension().is_some_and(|ext| ext == "rlib"))?;
            Some((artifact.package_id.as_str(), rlib.as_path()))
        })
        .collect()
}

fn package_called<'a>(metadata: &'a Metadata, name: &str) -> Result<&'a Package> {
    metadata
        .packages
        .iter()
        .find(|package| package.name == name)
        .with_context(|| format!("en el curso no hay ningún paquete «{name}»"))
}

/// El destino de `package` que compila `source`.
fn target<'a>(package: &'a Package, kind: &str, source: &Path) -> Result<&'a Target> {
    let source = source
        .canonicalize()
        .with_context(|| format!("no se puede leer {}", source.display()))?;
    let compiles = |target: &Target| target.src_path.canonicalize().is_ok_and(|p| p == source);
    package
        .targets
        .iter()
        .find(|target| target.is(kind) && compiles(target))
        .with_context(|| {
            format!(
                "en {} falta el [[{kind}]] de {}",
                package.manifest_path.display(),
                source.display()
            )
        })
}
