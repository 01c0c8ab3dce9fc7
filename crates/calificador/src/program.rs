//! Copiar programas que se van a ejecutar enseguida.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Copia el programa `real` en `here`, con permiso de ejecución para todos.
///
/// Lo escribe otro proceso: con el archivo abierto aquí, un hijo que otro hilo creara en
/// ese instante heredaría el descriptor, y ejecutarlo fallaría con ETXTBSY (`execve(2)`).
///
/// # Errores
/// Si no se puede leer, o no cabe.
pub fn copy(real: &Path, here: &Path) -> Result<()> {
    let told = || format!("no se puede copiar {}", real.display());
    let copied = Command::new("cp")
        .arg("--")
        .args([real, here])
        .output()
        .with_context(told)?;
    ensure!(
        copied.status.success(),
        "{}: {}",
        told(),
        String::from_utf8_lossy(&copied.stderr).trim()
    );
    fs::set_permissions(here, Permissions::from_mode(0o755)).with_context(told)
}
