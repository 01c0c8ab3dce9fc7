//! Lo que comparten las pruebas de los programas en C: compilarlos con `cc` y
//! decir qué leyó el hijo de `original.c`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// El saludo que escribe el padre en `original.c` y en `corregido.c`.
pub const MESSAGE: &str = "¡Hola, proceso hijo!";

/// Compila `c/NAME.c` y devuelve el ejecutable. Cada prueba da su propio
/// `purpose`, para que dos pruebas a la vez no escriban el mismo archivo.
pub fn compile(name: &str, purpose: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("c")
        .join(name)
        .with_extension("c");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{purpose}"));
    let compiler = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic"])
        .arg(&source)
        .args(["-pthread", "-o"])
        .arg(&program)
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "No se pudo ejecutar `cc`, el compilador de C: {error}.\n\
                 El libro muestra programas en C y esta prueba los compila.\n\
                 Instálalo y repite: en Debian o Ubuntu, `sudo apt install build-essential`; \
                 en Fedora, `sudo dnf install gcc`."
            )
        });
    assert!(
        compiler.status.success(),
        "`cc` no aceptó {}:\n{}",
        source.display(),
        String::from_utf8_lossy(&compiler.stderr)
    );
    program
}

/// Qué llegó a leer el hijo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Nada: leyó antes de que el padre escribiera.
    Empty,
    /// Solo el principio del mensaje.
    Torn,
    /// El mensaje entero.
    Complete,
}

/// Clasifica una salida de `original`; `None` si no es ninguna de las tres que
/// permite la carrera. Compara bytes: un corte puede partir una letra acentuada.
pub fn classify(stdout: &[u8]) -> Option<Reading> {
    let text = stdout
        .strip_prefix("El hijo lee: ".as_bytes())?
        .strip_suffix(b"\n")?;
    if text.is_empty() {
        Some(Reading::Empty)
    } else if text == MESSAGE.as_bytes() {
        Some(Reading::Complete)
    } else {
        MESSAGE
            .as_bytes()
            .starts_with(text)
            .then_some(Reading::Torn)
    }
}
