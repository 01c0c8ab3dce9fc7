//! Cómo se enlaza una entrega: enlazar es la cuarta parte de lo que cuesta compilarla.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// Lo que se pide a `rust-lld`, que es quien enlaza donde `rustc` lo trae: un solo hilo,
/// porque hay un trabajador por núcleo y repartirse lo poco que hay que hacer cuesta más
/// que hacerlo; y que no busque cadenas iguales para que el programa ocupe menos.
const SWIFT: [&str; 4] = ["-C", "link-arg=-Wl,--threads=1", "-C", "link-arg=-Wl,-O0"];

/// Lo que enlaza menos con lo mismo. Quien no conozca esas opciones, como el `ld` de GNU, se
/// queja: por eso se prueban, con el compilador de `sysroot` y un programa vacío en
/// `folder`, que después se borra.
///
/// # Errores
/// Si no se puede escribir en `folder`, o ejecutar el compilador.
pub fn swift_options(sysroot: &Path, folder: &Path) -> Result<Vec<String>> {
    let place = tempfile::tempdir_in(folder)?;
    let source = place.path().join("vacio.rs");
    fs::write(&source, "fn main() {}\n")?;
    let accepted = Command::new(sysroot.join("bin/rustc"))
        .args(SWIFT)
        .arg("-o")
        .arg(place.path().join("vacio"))
        .arg(&source)
        .env("PATH", super::oven::PATH)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("no se puede ejecutar rustc")?;
    Ok(if accepted.success() {
        SWIFT.map(str::to_owned).to_vec()
    } else {
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Un compilador que hace lo que `program`: nada, bien o mal.
    fn compiler(program: &str) -> tempfile::TempDir {
        let sysroot = tempfile::tempdir().unwrap();
        fs::create_dir(sysroot.path().join("bin")).unwrap();
        symlink(program, sysroot.path().join("bin/rustc")).unwrap();
        sysroot
    }

    #[test]
    fn what_the_linker_does_not_know_is_not_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let options = |program| swift_options(compiler(program).path(), folder.path()).unwrap();

        assert_eq!(options("/bin/true"), SWIFT);
        assert_eq!(options("/bin/false"), Vec::<String>::new());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
