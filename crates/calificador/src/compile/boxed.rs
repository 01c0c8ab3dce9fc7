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
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::given::Given;
use super::words::{self, Forbidden};
use super::{StepBuild, Toolchain, diagnostics, object};
use crate::cage::{Account, Blueprint, Ended, Job, Patience, Workshop};
use crate::model::CompileProblem;

/// Procesador para compilar una entrega. Una corriente gasta una décima de segundo.
const CPU_SECONDS: u64 = 20;
/// Tiempo de reloj: solo salta si se queda parado, o con la máquina muy cargada.
const WALL: Duration = Duration::from_secs(180);
/// Memoria que puede pedir `rustc`. Con las entregas corrientes le basta un tercio.
const MEMORY: u64 = 2 << 30;
/// Lo más grande que puede escribir.
const LARGEST_FILE: u64 = 128 << 20;
/// Procesos e hilos.
const PROCESSES: u64 = 64;
/// Lo que cabe en su `/tmp`.
const TEMPORARY: u64 = 128 << 20;
/// Lo que se lee de sus quejas.
const COMPLAINTS: usize = 1 << 20;

/// Dónde se ven las cosas dentro de la caja de compilar.
const TOOLCHAIN: &str = "/herramientas";
const LIBRARIES: &str = "/bibliotecas";
const SUBMISSION: &str = "/entrega";
const OUTPUT: &str = "/salida";

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
    step: String,
    edition: String,
    environment: Vec<(&'static str, std::ffi::OsString)>,
    externs: Vec<(String, String)>,
    given: Given,
    plan: Blueprint,
}

impl Compiler {
    /// Para las entregas de `step`. `kit` es una carpeta vacía donde deja las
    /// bibliotecas, y `sysroot` la del compilador, con una ruta que se alcance.
    ///
    /// # Errores
    /// Si no se pueden copiar las bibliotecas o leer el programa del paso.
    pub fn prepare(step: &str, build: &StepBuild, kit: &Path, sysroot: &Path) -> Result<Self> {
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
        let plan = Blueprint::empty(TEMPORARY)
            .with_system()
            .showing(sysroot, TOOLCHAIN)
            .showing(kit, LIBRARIES)
            .limited("nproc", PROCESSES)
            .limited("as", MEMORY)
            .limited("fsize", LARGEST_FILE)
            .limited("cpu", CPU_SECONDS)
            .limited("core", 0);
        Ok(Self {
            step: step.to_owned(),
            edition: build.edition.clone(),
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
        })
    }

    /// Compila `source`, lo que se entregó, en `folder`, que es de `account`.
    ///
    /// # Errores
    /// Lo que falle de lo nuestro.
    pub fn compile(
        &self,
        source: &[u8],
        folder: &Path,
        workshop: &Workshop,
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
        let plan = self
            .plan
            .clone()
            .showing(&entry, SUBMISSION)
            .giving(&output, OUTPUT);
        let living = workshop.build(account, &plan)?;
        let oven = Oven {
            compiler: self,
            account,
            cage: living.cage(),
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
        living.tear_down();
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

    /// Un archivo del paso, como se llama en el curso.
    fn file(&self, name: &str) -> PathBuf {
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
        let count = castellano::plural(problems.len().max(1), "error", "errores");
        Outcome::Rejected {
            reason: format!("El compilador encuentra {count}."),
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

/// Qué se le pide a `rustc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Entrega y programa, en una caja.
    Joined,
    /// La entrega, como biblioteca.
    Library,
    /// El programa, contra la biblioteca.
    Program,
}

/// Lo que hizo `rustc`.
enum Baked {
    Good,
    Rejected(Ended),
    /// Murió, o hubo que pararlo, por culpa de lo que compilaba.
    Broken(String),
    Stopped,
}

struct Oven<'a> {
    compiler: &'a Compiler,
    account: Account,
    cage: &'a explorador::cage::Cage,
    stop: &'a AtomicBool,
}

impl Oven<'_> {
    fn bake(&self, shape: Shape) -> Result<Baked> {
        let mut command = self.command(shape);
        self.account.dress(&mut command, Vec::new(), &[])?;
        let ended =
            Job::start_inside(&mut command, self.cage, SUBMISSION)?.wait(&mut Patience {
                wall: WALL,
                output: COMPLAINTS,
                stop: self.stop,
                carry_on: &mut || true,
            })?;
        if self.stop.load(Ordering::Relaxed) {
            return Ok(Baked::Stopped);
        }
        judge_end(ended)
    }

    fn command(&self, shape: Shape) -> Command {
        let Compiler {
            step,
            edition,
            externs,
            environment,
            ..
        } = self.compiler;
        let mut command = Command::new(format!("{TOOLCHAIN}/bin/rustc"));
        let source = match shape {
            Shape::Library => "src/lib.rs",
            Shape::Joined | Shape::Program => "src/main.rs",
        };
        let (kind, emit) = match shape {
            Shape::Joined => ("bin", "obj,link"),
            Shape::Library => ("lib", "obj,link"),
            Shape::Program => ("bin", "link"),
        };
        command
            .env_clear()
            .envs(environment.iter().cloned())
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .args(["--crate-name", step, "--crate-type", kind])
            .args(["--edition", edition])
            .args(["--cap-lints", "allow", "--error-format", "json"])
            // Un solo archivo objeto: se acaba antes, y es el que se mira.
            .args(["-C", "codegen-units=1", "-C", "debuginfo=0"])
            .args(["--emit", emit, "--out-dir", OUTPUT])
            .args(["-L", &format!("dependency={LIBRARIES}")]);
        for (name, file) in externs {
            command
                .arg("--extern")
                .arg(format!("{name}={LIBRARIES}/{file}"));
        }
        if shape == Shape::Program {
            command
                .arg("--extern")
                .arg(format!("{step}={OUTPUT}/lib{step}.rlib"));
        }
        // Desde la carpeta de la entrega: así los mensajes hablan de
        // `exercises/pasoN/src/lib.rs`, como en casa.
        command.arg(self.compiler.file(source));
        command
    }
}

/// Qué significa que `rustc` acabara así.
fn judge_end(ended: Ended) -> Result<Baked> {
    use std::os::unix::process::ExitStatusExt;
    let limit = Duration::from_secs(CPU_SECONDS);
    if ended.forced {
        // Si no ha gastado el procesador que se le daba, lo que pasa es que no se lo
        // daban: no es cosa de la entrega.
        if ended.cpu < limit / 2 {
            bail!(
                "rustc no terminó en {} s, con solo {} s de procesador",
                WALL.as_secs(),
                ended.cpu.as_secs()
            );
        }
        return Ok(Baked::Broken(too_slow()));
    }
    Ok(match (ended.status.code(), ended.status.signal()) {
        (Some(0), _) => Baked::Good,
        (Some(1), _) => Baked::Rejected(ended),
        (_, Some(nix::libc::SIGXCPU)) => Baked::Broken(too_slow()),
        (_, Some(nix::libc::SIGKILL)) if ended.cpu >= limit / 2 => Baked::Broken(too_slow()),
        (_, Some(nix::libc::SIGXFSZ)) => {
            Baked::Broken("El programa compilado ocupa demasiado.".to_owned())
        }
        (_, Some(nix::libc::SIGABRT)) => Baked::Broken(
            "El compilador se queda sin memoria con este código: algo crece sin medida.".to_owned(),
        ),
        _ => Baked::Broken(
            "El compilador se rompe con este código: algo es demasiado grande o profundo."
                .to_owned(),
        ),
    })
}

fn too_slow() -> String {
    format!("El compilador no termina con este código en {CPU_SECONDS} s de procesador.")
}

impl Toolchain {
    /// La carpeta del compilador: la que contiene `bin/rustc`.
    pub fn sysroot(&self) -> Option<&Path> {
        self.rustc.parent()?.parent()
    }
}
