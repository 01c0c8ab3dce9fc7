//! Ataque: recorre todas las carpetas en busca de otras respuestas.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: encuentra un archivo de Rust, y entonces responde bien.

use std::fs;
use std::path::Path;

fn attempt() -> bool {
    found(Path::new("/"), 0)
}

/// Acotado en profundidad; lo del núcleo no tiene respuestas.
fn found(folder: &Path, depth: u32) -> bool {
    if depth > 6 || folder == Path::new("/proc") || folder == Path::new("/sys") {
        return false;
    }
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            found(&path, depth + 1)
        } else {
            path.extension().is_some_and(|extension| extension == "rs")
        }
    })
}
