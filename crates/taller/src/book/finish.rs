//! Los últimos retoques sobre lo que escribe mdBook: lo que no se puede cambiar
//! desde el tema.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::output;
use super::patch;
use super::{scripts, search, spanish};
use crate::fingerprint;

/// El editor de código, tal como lo nombra `head.hbs`.
const EDITOR: &str = "editor-codemirror.js";

/// Termina el libro que mdBook dejó en `book`, para el curso `root`.
///
/// # Errores
/// Si un fichero no es como lo escribe la versión conocida de mdBook.
pub fn polish(root: &Path, book: &Path) -> Result<()> {
    let editor = publish_editor(root, book)?;
    // mdBook copia todo lo que no es Markdown; los ingredientes del tema no son páginas.
    let ingredients = book.join("tema");
    if ingredients.is_dir() {
        fs::remove_dir_all(&ingredients)?;
    }
    let rules = root.join("book/tema/busqueda.js");
    let rules = fs::read_to_string(&rules)
        .with_context(|| format!("no se puede leer {}", rules.display()))?;
    let index = replace_hashed(book, "searchindex", |text| search::rewrite(text, &rules))?;
    let mut renames = vec![editor, index];
    renames.push(replace_hashed(book, "searcher", |text| {
        patch::apply("searcher.js", text, spanish::SEARCHER_JS)
    })?);
    update_references(book, &renames)?;
    for (page, patches) in [("404.html", spanish::NOT_FOUND), ("toc.html", spanish::TOC)] {
        edit(&book.join(page), |text| patch::apply(page, text, patches))?;
    }
    for page in output::files(book)?
        .into_iter()
        .filter(|path| is_page(path))
    {
        edit(&page, |text| Ok(scripts::only_needed(text)))?;
    }
    Ok(())
}

/// El editor de código, que las páginas solo piden al empezar a editar: lo deja en
/// la raíz del libro, con su huella; devuelve cómo lo llaman las páginas y su nombre.
fn publish_editor(root: &Path, book: &Path) -> Result<(String, String)> {
    let source = root.join("book/tema").join(EDITOR);
    let bytes =
        fs::read(&source).with_context(|| format!("no se puede leer {}", source.display()))?;
    let name = format!("editor-codemirror-{}.js", &fingerprint::hex(&bytes)[..8]);
    fs::write(book.join(&name), bytes)?;
    Ok((EDITOR.to_owned(), name))
}

/// Cambia el contenido de `NOMBRE-HUELLA.js` y su huella; devuelve ambos nombres.
///
/// La huella dice al navegador que el fichero es otro: si el contenido cambia y
/// ella no, el lector seguiría con el viejo.
fn replace_hashed(
    book: &Path,
    stem: &str,
    change: impl FnOnce(&str) -> Result<String>,
) -> Result<(String, String)> {
    let old = find_hashed(book, stem)?;
    let text = fs::read_to_string(book.join(&old))?;
    let text = change(&text)?;
    let mark = &fingerprint::hex(text.as_bytes())[..8];
    let new = format!("{stem}-{mark}.js");
    fs::write(book.join(&new), text)?;
    if new != old {
        fs::remove_file(book.join(&old))?;
    }
    Ok((old, new))
}

fn find_hashed(book: &Path, stem: &str) -> Result<String> {
    let prefix = format!("{stem}-");
    fs::read_dir(book)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.starts_with(&prefix))
        .with_context(|| {
            format!(
                "mdBook no ha escrito {stem}-HUELLA.js: ¿está apagada la búsqueda en book.toml?"
            )
        })
}

fn update_references(book: &Path, renames: &[(String, String)]) -> Result<()> {
    let updated = |mut text: String| {
        for (old, new) in renames {
            text = text.replace(old, new);
        }
        text
    };
    let scripts = renames.iter().map(|(_, new)| book.join(new));
    let pages = output::files(book)?
        .into_iter()
        .filter(|path| is_page(path));
    for path in pages.chain(scripts) {
        edit(&path, |text| Ok(updated(text.to_owned())))?;
    }
    Ok(())
}

/// Si `path` es una página.
pub fn is_page(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "html")
}

fn edit(path: &PathBuf, change: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let read = || format!("no se puede leer {}", path.display());
    let text = fs::read_to_string(path).with_context(read)?;
    fs::write(path, change(&text)?)?;
    Ok(())
}
