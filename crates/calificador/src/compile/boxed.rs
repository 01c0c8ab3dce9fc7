//! Una entrega, compilada dentro de la caja en un solo `rustc`.
//!
//! El archivo entregado y el programa del paso se compilan como **una** caja de Rust,
//! contra bibliotecas hechas antes: el `main.rs` del paso, tal cual, y al final una
//! línea, `mod pasoN;`. Es el doble de rápido que compilar biblioteca y programa. Si
//! así no compila, se vuelve a intentar como en casa, en dos cajas: «no compila» solo
//! se dice de lo que tampoco compilaría en la máquina de quien lo entregó.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::resource::Resource;

use super::given::Given;
use super::oven::{Baked, CPU_SECONDS, Oven, Places, Shape};
use super::words::{self, Forbidden};
use super::{StepBuild, Toolchain, diagnostics, object};
use crate::cage::{Account, Blueprint, Ended, Living, Workshop};
use crate::model::CompileProblem;

/// Memoria que puede pedir `rustc`. Con las entregas corrientes le basta un tercio.
const MEMORY: u64 = 2 << 30;
/// Lo más grande que puede escribir.
const LARGEST_FILE: u64 = 128 << 20;
/// Procesos e hilos.
const PROCESSES: u64 = 64;
/// Lo que cabe en su `/tmp`.
const TEMPORARY: u64 = 128 << 20;

/// Lo que resultó de compilar.
#[derive(Debug)]
pub enum Outcome {
    /// Hay programa.
    Compiled(Product),
    /// `rustc` no lo quiere.
    Rejected {
        /// Sus errores.
        problems: Vec<CompileProblem>,
        /// Por qué, en una frase.
        reason: String,
    },
    /// Hace algo que no se permite.
    Forbidden {
        /// La línea, si se sabe.
        line: Option<u32>,
        /// Qué, y por qué no.
        reason: String,
    },
    /// Alguien pidió parar.
    Stopped,
}

/// Lo compilado.
#[derive(Debug)]
pub struct Product {
    /// La carpeta donde está, para enseñarla en la caja de ejecutar.
    pub folder: PathBuf,
    /// El nombre del programa, en ella.
    pub name: String,
}

/// Quien compila las entregas de un paso.
#[derive(Debug)]
pub struct Compiler {
    pub(super) step: String,
    pub(super) edition: String,
    pub(super) codegen: Vec<String>,
    pub(super) linking: Vec<String>,
    pub(super) environment: Vec<(&'static str, std::ffi::OsString)>,
    pub(super) externs: Vec<(String, String)>,
    given: Given,
    pub(super) plan: Blueprint,
    /// Dónde están de verdad el compilador y las bibliotecas.
    sysroot: PathBuf,
    kit: PathBuf,
}

impl Compiler {
    /// Para las entregas de `step`. `kit` es una carpeta vacía donde deja las
    /// bibliotecas, y `sysroot` la del compilador, con una ruta que se alcance. `linking`
    /// son las opciones de enlazar, además de las corrientes.
    ///
    /// # Errores
    /// Si no se pueden copiar las bibliotecas o leer el programa del paso.
    pub fn prepare(
        step: &str,
        build: &StepBuild,
        kit: &Path,
        sysroot: &Path,
        linking: &[String],
    ) -> Result<Self> {
        for library in &build.libraries {
            let name = library.file_name().context("una biblioteca sin nombre")?;
            place(library, &kit.join(name))?;
        }
        let name_of = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        let externs: Vec<(String, String)> = build
            .externs
            .iter()
            .filter_map(|(name, path)| Some((name.clone(), name_of(path)?)))
            .collect();
        // Las del propio curso están una carpeta más arriba y no llevan su huella.
        for path in build.externs.values() {
            let name = path.file_name().context("una biblioteca sin nombre")?;
            if !kit.join(name).exists() {
                place(path, &kit.join(name))?;
            }
        }
        let places = Places::inside();
        let plan = Blueprint::empty(TEMPORARY)
            .with_system()
            .showing(sysroot, &places.toolchain)
            .showing(kit, &places.libraries)
            .limited(Resource::RLIMIT_NPROC, PROCESSES)
            .limited(Resource::RLIMIT_AS, MEMORY)
            .limited(Resource::RLIMIT_FSIZE, LARGEST_FILE)
            .limited(Resource::RLIMIT_CPU, CPU_SECONDS)
            .limited(Resource::RLIMIT_CORE, 0);
        Ok(Self {
            step: step.to_owned(),
            edition: build.edition.clone(),
            codegen: build.codegen.clone(),
            linking: linking.to_vec(),
            environment: build
                .environment
                .iter()
                // Esa es una ruta de esta máquina.
                .filter(|(name, _)| *name != "CARGO_MANIFEST_DIR")
                .cloned()
                .collect(),
            externs,
            given: Given::read(&build.main)?,
            plan,
            sysroot: sysroot.to_owned(),
            kit: kit.to_owned(),
        })
    }

    /// Compila `source`, lo que se entregó, en `folder`, que es de `account`; en una caja,
    /// salvo que `boxed` diga que no.
    ///
    /// # Errores
    /// Lo que falle de lo nuestro.
    pub fn compile(
        &self,
        source: &[u8],
        folder: &Path,
        (workshop, boxed): (&Workshop, bool),
        account: Account,
        stop: &AtomicBool,
    ) -> Result<Outcome> {
        let text = String::from_utf8_lossy(source);
        if workshop.protections.word_check
            && let Some(found) = words::forbidden(&text)
        {
            return Ok(refuse_word(&found));
        }
        let (entry, output) = (folder.join("entrega"), folder.join("salida"));
        let sources = entry.join(self.file("src"));
        self.given.make_folders(&sources)?;
        fs::create_dir(&output)?;
        account.own_folder(&output)?;
        let (living, places) = self.kitchen(&entry, &output, (workshop, boxed), account)?;
        let oven = Oven {
            compiler: self,
            account,
            cage: living.as_ref().map(|living| &**living.cage()),
            places,
            views: workshop.views(),
            stop,
        };

        let module = std::str::from_utf8(source).map(|text| words::as_module(text, &self.step));
        let module = module.map_or_else(|_| source.to_vec(), String::into_bytes);
        write(&sources.join("lib.rs"), &module)?;
        self.given.lay_joined(&sources, &self.step)?;
        let mut tried = oven.bake(Shape::Joined)?;
        if matches!(tried, Baked::Rejected(_)) {
            write(&sources.join("lib.rs"), source)?;
            self.given.lay(&sources)?;
            tried = match oven.bake(Shape::Library)? {
                Baked::Good => oven.bake(Shape::Program)?,
                other => other,
            };
        }
        if let Some(living) = living {
            living.tear_down();
        }
        match tried {
            Baked::Good => self.inspect(&output, workshop),
            Baked::Rejected(ended) => Ok(self.rejected(&ended)),
            Baked::Broken(reason) => Ok(Outcome::Rejected {
                problems: Vec::new(),
                reason,
            }),
            Baked::Stopped => Ok(Outcome::Stopped),
        }
    }

    /// Lo que puede durar compilar una entrega, de reloj.
    pub(crate) fn deadline() -> Duration {
        Oven::DEADLINE
    }

    /// La caja donde se compila, si la hay, y dónde está cada cosa.
    fn kitchen(
        &self,
        entry: &Path,
        output: &Path,
        (workshop, boxed): (&Workshop, bool),
        account: Account,
    ) -> Result<(Option<Living>, Places)> {
        if !boxed {
            let places = Places {
                toolchain: self.sysroot.clone(),
                libraries: self.kit.clone(),
                submission: entry.to_owned(),
                output: output.to_owned(),
            };
            return Ok((None, places));
        }
        let places = Places::inside();
        let plan = self
            .plan
            .clone()
            .showing(entry, &places.submission)
            .giving(output, &places.output);
        Ok((Some(workshop.build(account, &plan)?), places))
    }

    /// Un archivo del paso, como se llama en el curso.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        Path::new("exercises").join(&self.step).join(name)
    }

    /// Lo compilado, si no hay nada raro en ello.
    fn inspect(&self, output: &Path, workshop: &Workshop) -> Result<Outcome> {
        let compiled = output.join(format!("{}.o", self.step));
        if workshop.protections.object_check
            && let Some(oddity) = object::oddity(&compiled)?
        {
            return Ok(Outcome::Forbidden {
                line: None,
                reason: format!("En lo compilado está {oddity}."),
            });
        }
        let program = output.join(&self.step);
        let kind = fs::symlink_metadata(&program).context("rustc no ha dejado el programa")?;
        if !kind.is_file() || kind.permissions().mode() & 0o100 == 0 {
            bail!("lo que ha dejado rustc no es un programa");
        }
        Ok(Outcome::Compiled(Product {
            folder: output.to_owned(),
            name: self.step.clone(),
        }))
    }

    fn rejected(&self, ended: &Ended) -> Outcome {
        let problems = diagnostics::problems(&ended.stderr, &self.file("src/lib.rs"));
        Outcome::Rejected {
            reason: diagnostics::reason(&problems, &self.file("src/main.rs")),
            problems,
        }
    }
}

fn refuse_word(found: &Forbidden) -> Outcome {
    Outcome::Forbidden {
        line: Some(found.line),
        reason: format!(
            "La línea {} usa «{}»: {}.",
            found.line, found.name, found.why
        ),
    }
}

/// Una copia, o un enlace duro si están en el mismo disco: nadie la va a cambiar.
fn place(real: &Path, here: &Path) -> Result<()> {
    if fs::hard_link(real, here).is_err() {
        fs::copy(real, here).with_context(|| format!("no se puede copiar {}", real.display()))?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("no se puede escribir {}", path.display()))
}

impl Toolchain {
    /// La carpeta del compilador: la que contiene `bin/rustc`.
    pub fn sysroot(&self) -> Option<&Path> {
        self.rustc.parent()?.parent()
    }
}
