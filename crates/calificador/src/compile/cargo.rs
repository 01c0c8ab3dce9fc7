//! Lo que se le pregunta a `cargo` y lo que contesta, en su JSON.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Bytes de queja que se guardan: una avalancha de errores no ayuda a nadie.
const COMPLAINT_BYTES: u64 = 64 * 1024;

/// `cargo metadata`: los paquetes y quién depende de quién.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub resolve: Resolve,
    pub target_directory: PathBuf,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub version: String,
    #[serde(default)]
    pub description: Option<String>,
    pub manifest_path: PathBuf,
    pub targets: Vec<Target>,
}

impl Package {
    /// Lo que `cargo` dice de un paquete a quien lo compila, que `clap` y `env!`
    /// leen de su entorno.
    pub fn environment(&self) -> Vec<(&'static str, OsString)> {
        let folder = self.manifest_path.parent().unwrap_or(&self.manifest_path);
        vec![
            ("CARGO_PKG_NAME", self.name.clone().into()),
            ("CARGO_PKG_VERSION", self.version.clone().into()),
            (
                "CARGO_PKG_DESCRIPTION",
                self.description.clone().unwrap_or_default().into(),
            ),
            ("CARGO_MANIFEST_DIR", folder.into()),
        ]
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Target {
    pub name: String,
    pub kind: Vec<String>,
    pub src_path: PathBuf,
    #[serde(default)]
    pub edition: String,
}

impl Target {
    pub fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|k| k == kind)
    }
}

#[derive(Debug, Deserialize)]
pub struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Debug, Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

impl Resolve {
    /// Las dependencias corrientes de un paquete: el nombre con el que las usa su
    /// código y el paquete que hay detrás (`paso1` puede ser `solucion1`).
    pub fn dependencies(&self, package: &str) -> HashMap<String, String> {
        self.nodes
            .iter()
            .filter(|node| node.id == package)
            .flat_map(|node| &node.deps)
            .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind.is_none()))
            .map(|dep| (dep.name.clone(), dep.pkg.clone()))
            .collect()
    }

    /// Todo lo que hace falta para compilar lo que use `package`: sus dependencias,
    /// las de estas, y así.
    pub fn closure(&self, package: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut pending = vec![package.to_owned()];
        while let Some(next) = pending.pop() {
            for dependency in self.dependencies(&next).into_values() {
                if found.insert(dependency.clone()) {
                    pending.push(dependency);
                }
            }
        }
        found
    }
}

/// Lo que `cargo build` cuenta mientras compila.
#[derive(Debug, Default)]
pub struct Built {
    pub artifacts: Vec<Artifact>,
    pub diagnostics: Vec<Diagnostic>,
    /// Lo que dijo por la salida de errores, si terminó mal.
    pub failure: Option<String>,
}

/// Algo compilado.
#[derive(Debug, Deserialize)]
pub struct Artifact {
    pub package_id: String,
    pub target: Target,
    pub filenames: Vec<PathBuf>,
    pub executable: Option<PathBuf>,
    pub profile: Profile,
}

/// Con qué opciones generó `cargo` el código.
#[derive(Debug, Deserialize)]
pub struct Profile {
    opt_level: String,
    debug_assertions: bool,
    overflow_checks: bool,
}

impl Profile {
    /// Las mismas opciones, para `rustc`: él solo, al optimizar, dejaría de mirar los
    /// desbordamientos y los `debug_assert!`.
    pub fn arguments(&self) -> Vec<String> {
        let on = |checks: bool| if checks { "on" } else { "off" };
        [
            format!("opt-level={}", self.opt_level),
            format!("debug-assertions={}", on(self.debug_assertions)),
            format!("overflow-checks={}", on(self.overflow_checks)),
        ]
        .into_iter()
        .flat_map(|option| ["-C".to_owned(), option])
        .collect()
    }
}

/// Un aviso o un error del compilador.
#[derive(Debug, Deserialize)]
pub struct Diagnostic {
    pub package_id: String,
    pub message: DiagnosticText,
}

#[derive(Debug, Deserialize)]
pub struct DiagnosticText {
    pub level: String,
    pub rendered: Option<String>,
    /// Los sitios del código de los que habla; los resúmenes no tienen ninguno.
    #[serde(default)]
    pub spans: Vec<Span>,
}

/// Un sitio del código, con su ruta relativa a la raíz del curso.
#[derive(Debug, Deserialize)]
pub struct Span {
    pub file_name: PathBuf,
    pub line_start: u32,
    pub is_primary: bool,
}

#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Artifact(Artifact),
    #[serde(rename = "compiler-message")]
    Diagnostic(Diagnostic),
    #[serde(other)]
    Other,
}

/// Pregunta a `cargo` qué hay en el curso de `root`.
///
/// # Errores
/// Si `cargo` no se puede ejecutar o no entiende los manifiestos.
pub fn metadata(root: &Path) -> Result<Metadata> {
    let output = command(root)
        .args(["metadata", "--format-version", "1"])
        .output()
        .context("no se pudo ejecutar cargo")?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("cargo no entiende el curso:\n{}", complaint.trim_end());
    }
    serde_json::from_slice(&output.stdout).context("no se entiende lo que dice cargo metadata")
}

/// Compila con `cargo build` lo que digan `args`; `on_progress` se llama con cada
/// pieza terminada.
///
/// Que algo no compile no es un error de esta función: queda dicho en [`Built`].
///
/// # Errores
/// Si `cargo` no se puede ejecutar o no se entiende lo que dice.
pub fn build(root: &Path, args: &[String], on_progress: &dyn Fn(&str)) -> Result<Built> {
    let mut child = command(root)
        .args([
            "build",
            "--quiet",
            "--keep-going",
            "--message-format",
            "json",
        ])
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("no se pudo ejecutar cargo")?;
    let errors = child.stderr.take().context("cargo no tiene salida")?;
    // En otro hilo: si se llenara la tubería de errores, cargo se quedaría parado.
    let errors = thread::spawn(move || read_bounded(errors));
    let mut built = Built::default();
    for line in BufReader::new(child.stdout.take().context("cargo no tiene salida")?).lines() {
        let line = line.context("no se pudo leer lo que dice cargo")?;
        match serde_json::from_str(&line).context("no se entiende lo que dice cargo build")? {
            Message::Artifact(artifact) => {
                on_progress(&artifact.target.name);
                built.artifacts.push(artifact);
            }
            Message::Diagnostic(diagnostic) => built.diagnostics.push(diagnostic),
            Message::Other => {}
        }
    }
    let status = child.wait().context("no se pudo esperar a cargo")?;
    let complaint = errors.join().unwrap_or_default();
    built.failure = (!status.success()).then_some(complaint);
    Ok(built)
}

fn read_bounded(source: impl Read) -> String {
    let mut bytes = Vec::new();
    let mut source = source.take(COMPLAINT_BYTES);
    let _ = source.read_to_end(&mut bytes);
    let _ = std::io::copy(source.get_mut(), &mut std::io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// El mismo `cargo` que ejecutó al taller, si lo hubo, en la raíz del curso: ahí
/// se eligen la cadena de herramientas y la configuración.
fn command(root: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root).stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_optimised_still_checks_what_cargo_checks() {
        let said = |profile: &str| {
            let artifact = format!(
                r#"{{"package_id": "p", "filenames": [], "executable": null, "profile": {profile},
                     "target": {{"name": "p", "kind": ["lib"], "src_path": "/p"}}}}"#
            );
            let artifact: Artifact = serde_json::from_str(&artifact).unwrap();
            artifact.profile.arguments().join(" ")
        };

        assert_eq!(
            said(
                r#"{"opt_level": "1", "debuginfo": 0, "debug_assertions": true,
                    "overflow_checks": true, "test": false}"#
            ),
            "-C opt-level=1 -C debug-assertions=on -C overflow-checks=on"
        );
        assert_eq!(
            said(r#"{"opt_level": "s", "debug_assertions": false, "overflow_checks": false}"#),
            "-C opt-level=s -C debug-assertions=off -C overflow-checks=off"
        );
    }
}
