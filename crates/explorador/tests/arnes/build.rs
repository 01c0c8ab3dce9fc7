//! Compila cada programa una vez, y otra solo si ha cambiado él, lo común a todos
//! o la orden con que se compila.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::gallery_dir;
use super::header::Spec;

const C: &[&str] = &[
    "cc", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-pthread",
];
const RUST: &[&str] = &["rustc", "--edition=2024", "-Copt-level=1", "-Dwarnings"];

/// El programa compilado y el directorio, suyo y vacío de otros, en que se ejecuta.
#[derive(Debug)]
pub struct Built {
    /// El ejecutable.
    pub program: PathBuf,
    /// Donde el programa puede crear sus archivos.
    pub dir: PathBuf,
}

/// Compila el programa si hace falta. El error es el del compilador.
pub fn build(spec: &Spec) -> Result<Built, String> {
    let (command, common) = if spec.is_rust() {
        (RUST, "comun.rs")
    } else {
        (C, "comun.h")
    };
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("galeria")
        .join(&spec.name);
    let program = dir.join("programa");
    let stamp_path = dir.join("huella");
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|why| format!("no se puede leer {}: {why}", path.display()))
    };
    let stamp = [
        command.join(" "),
        read(&gallery_dir().join(common))?,
        read(&spec.path)?,
    ]
    .join("\n");
    let is_current = std::fs::read_to_string(&stamp_path).is_ok_and(|old| old == stamp);
    if !(is_current && program.exists()) {
        std::fs::create_dir_all(&dir)
            .map_err(|why| format!("no se puede crear {}: {why}", dir.display()))?;
        compile(command, &spec.path, &dir)?;
        // La huella se escribe al final: si algo falla antes, se compila otra vez.
        std::fs::write(&stamp_path, stamp)
            .map_err(|why| format!("no se puede escribir la huella: {why}"))?;
    }
    Ok(Built { program, dir })
}

fn compile(command: &[&str], source: &Path, dir: &Path) -> Result<(), String> {
    let fresh = dir.join("programa.nuevo");
    let output = Command::new(command[0])
        .args(&command[1..])
        .arg("-o")
        .arg(&fresh)
        .arg(source)
        .output()
        .map_err(|why| {
            format!(
                "no se puede ejecutar {}, que hace falta para compilar la galería: {why}",
                command[0]
            )
        })?;
    if !output.status.success() {
        return Err(format!(
            "no compila:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    std::fs::rename(&fresh, dir.join("programa"))
        .map_err(|why| format!("no se puede dejar el ejecutable en su sitio: {why}"))
}
