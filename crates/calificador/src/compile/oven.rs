//! Un `rustc`, con plazo y con límites, en la caja o fuera de ella.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use explorador::cage::Cage;

use super::boxed::Compiler;
use crate::cage::{Account, Ended, Job, Patience, View};

/// Procesador para compilar una entrega. Una corriente gasta una décima de segundo.
pub(super) const CPU_SECONDS: u64 = 10;
/// Tiempo de reloj: solo salta si se queda parado, o con la máquina muy cargada.
const WALL: Duration = Duration::from_secs(180);
/// Dónde encuentra `rustc` a quien enlaza.
pub(super) const PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// Lo que se lee de sus quejas.
const COMPLAINTS: usize = 1 << 20;

/// Qué se le pide a `rustc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Entrega y programa, en una caja.
    Joined,
    /// La entrega, como biblioteca.
    Library,
    /// El programa, contra la biblioteca.
    Program,
}

/// Lo que hizo `rustc`.
pub(super) enum Baked {
    Good,
    Rejected(Ended),
    /// Murió, o hubo que pararlo, por culpa de lo que compilaba.
    Broken(String),
    Stopped,
}

/// Dónde ve `rustc` las cosas.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// La carpeta del compilador.
    pub toolchain: PathBuf,
    /// Las bibliotecas hechas antes.
    pub libraries: PathBuf,
    /// La entrega, con la forma que tiene en el curso.
    pub submission: PathBuf,
    /// Donde deja lo que hace.
    pub output: PathBuf,
}

impl Places {
    /// Dentro de la caja de compilar.
    pub fn inside() -> Self {
        Self {
            toolchain: "/herramientas".into(),
            libraries: "/bibliotecas".into(),
            submission: "/entrega".into(),
            output: "/salida".into(),
        }
    }
}

/// Donde se compila una entrega.
pub(super) struct Oven<'a> {
    pub compiler: &'a Compiler,
    pub account: Account,
    /// La caja; sin ella se compila a la vista de todo.
    pub cage: Option<&'a Cage>,
    pub places: Places,
    /// Lo que hay que enseñar a quien compila fuera de la caja.
    pub views: &'a [View],
    pub stop: &'a AtomicBool,
}

impl Oven<'_> {
    /// Lo que puede durar una entrega, de reloj: se cuece tres veces como mucho.
    pub const DEADLINE: Duration = WALL.saturating_mul(3);

    pub fn bake(&self, shape: Shape) -> Result<Baked> {
        let ended = self.start(shape)?.wait(&mut Patience {
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

    /// Desde la carpeta de la entrega: así los mensajes hablan de
    /// `exercises/pasoN/src/lib.rs`, como en casa.
    fn start(&self, shape: Shape) -> Result<Job> {
        let mut command = self.command(shape);
        let here = &self.places.submission;
        if let Some(cage) = self.cage {
            self.account.dress(&mut command, Vec::new(), &[])?;
            return Job::start_inside(&mut command, cage, &here.to_string_lossy());
        }
        command.current_dir(here);
        self.account.dress(&mut command, Vec::new(), self.views)?;
        Job::start_outside(&mut command, &self.compiler.plan.limits)
    }

    fn command(&self, shape: Shape) -> Command {
        let Compiler {
            step,
            edition,
            codegen,
            linking,
            externs,
            environment,
            ..
        } = self.compiler;
        let Places {
            toolchain,
            libraries,
            output,
            ..
        } = &self.places;
        let joined = |start: &str, path: &Path| {
            let mut whole = OsString::from(start);
            whole.push(path);
            whole
        };
        let mut command = Command::new(toolchain.join("bin/rustc"));
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
            .env("PATH", PATH)
            .args(["--crate-name", step, "--crate-type", kind])
            .args(["--edition", edition])
            .args(codegen)
            .args(["--cap-lints", "allow", "--error-format", "json"])
            // Un solo archivo objeto: se acaba antes, y es el que se mira.
            .args(["-C", "codegen-units=1", "-C", "debuginfo=0"])
            // Los nombres no los mira nadie, y copiar los de la biblioteca estándar cuesta.
            .args(["-C", "strip=symbols"])
            .args(linking)
            .args(["--emit", emit, "--out-dir"])
            .arg(output)
            .arg("-L")
            .arg(joined("dependency=", libraries));
        for (name, file) in externs {
            let library = libraries.join(file);
            command
                .arg("--extern")
                .arg(joined(&format!("{name}="), &library));
        }
        if shape == Shape::Program {
            let library = output.join(format!("lib{step}.rlib"));
            command
                .arg("--extern")
                .arg(joined(&format!("{step}="), &library));
        }
        command.arg(self.compiler.file(source));
        command
    }
}

/// Qué significa que `rustc` acabara así.
fn judge_end(ended: Ended) -> Result<Baked> {
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
