//! Lo que hay en el código objeto de una entrega que no debería haber.

use std::path::Path;

use anyhow::{Context, Result, bail};
use object::{Object, ObjectSection, ObjectSymbol, SymbolScope};

/// Más grande que esto no es el código objeto de un ejercicio.
const LARGEST: u64 = 64 << 20;

/// Secciones cuyo contenido se ejecuta antes o después de `main`.
const AROUND_MAIN: &[&str] = &[
    ".init_array",
    ".preinit_array",
    ".fini_array",
    ".ctors",
    ".dtors",
    ".init",
    ".fini",
];

/// Símbolos sin adornar que pone el propio compilador.
const COMPILERS: &[&str] = &[
    "main",
    "rust_eh_personality",
    "__rustc_debug_gdb_scripts_section__",
];

/// Qué hay de raro en el código objeto `path`, si hay algo.
///
/// # Errores
/// Si no es un código objeto: lo compilado no es lo que se pidió.
pub fn oddity(path: &Path) -> Result<Option<String>> {
    let size =
        std::fs::symlink_metadata(path).with_context(|| format!("falta {}", path.display()))?;
    if !size.is_file() || size.len() > LARGEST {
        bail!("{} no es un código objeto", path.display());
    }
    let bytes = std::fs::read(path)?;
    let file = object::File::parse(&*bytes).context("no se entiende el código objeto")?;
    Ok(around_main(&file).or_else(|| interposes(&file)))
}

fn around_main(file: &object::File) -> Option<String> {
    file.sections()
        .filter(|section| section.size() > 0)
        .filter_map(|section| section.name().ok().map(str::to_owned))
        .find(|name| {
            AROUND_MAIN.iter().any(|odd| {
                name == odd
                    || name
                        .strip_prefix(odd)
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        })
        .map(|name| format!("la sección {name}, que se ejecuta fuera de `main`"))
}

fn interposes(file: &object::File) -> Option<String> {
    file.symbols()
        .filter(|symbol| symbol.is_global() && symbol.is_definition())
        .filter(|symbol| symbol.scope() != SymbolScope::Compilation)
        .filter_map(|symbol| symbol.name().ok().map(str::to_owned))
        .find(|name| !is_ordinary(name))
        .map(|name| format!("el símbolo {name}, que sustituye al de una biblioteca"))
}

/// Si es un nombre de Rust, adornado por el compilador, o de los que él pone.
fn is_ordinary(name: &str) -> bool {
    name.starts_with("_ZN")
        || name.starts_with("_R")
        || name.starts_with("DW.ref.")
        || name.starts_with(".L")
        || COMPILERS.contains(&name)
}
