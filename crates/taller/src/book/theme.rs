//! El tema del libro: el de la versión enlazada de mdBook, en español, con lo
//! nuestro encima (`book/tema`).

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use mdbook_core::config::{Config, HtmlConfig};
use mdbook_html::theme::Theme;

use super::patch::{self, Patch};
use super::{highlight, spanish};
use crate::scratch::Scratch;

/// Cómo empieza el nombre de la carpeta donde se monta.
pub const FOLDER: &str = "taller-tema-";

/// Monta el tema en una carpeta temporal, que desaparece con el valor devuelto.
///
/// # Errores
/// Si la versión de mdBook no es la que se conoce, o no se puede escribir.
pub fn assemble(root: &Path, config: &Config) -> Result<Scratch> {
    let folder =
        Scratch::new(FOLDER).context("no se puede crear una carpeta temporal para el tema")?;
    copy_builtin(folder.path())?;
    let theme = folder.path();
    adapt(theme, "index.hbs", spanish::INDEX, ("{{!-- ", " --}}\n"))?;
    adapt(theme, "book.js", spanish::BOOK_JS, ("/* ", " */\n"))?;
    adapt(
        theme,
        "css/chrome.css",
        spanish::CHROME_CSS,
        ("/* ", " */\n"),
    )?;
    let highlight = theme.join("highlight.js");
    fs::write(
        &highlight,
        highlight::slim(&fs::read_to_string(&highlight)?)?,
    )?;
    let html = config.html_config().unwrap_or_default();
    if let Some(ours) = html.theme {
        overlay(&root.join(ours), theme)?;
    }
    Ok(folder)
}

/// Los ficheros que trae mdBook, menos sus letras y su icono: los nuestros pesan menos.
fn copy_builtin(theme: &Path) -> Result<()> {
    let mut html = HtmlConfig::default();
    html.theme = Some(theme.to_owned());
    Theme::copy_theme(&html, theme).context("no se puede copiar el tema de mdBook")?;
    fs::remove_dir_all(theme.join("fonts"))?;
    fs::remove_file(theme.join("favicon.png"))?;
    Ok(())
}

/// Aplica los cambios a un fichero del tema y le pone delante el aviso de licencia.
fn adapt(theme: &Path, name: &str, patches: &[Patch], comment: (&str, &str)) -> Result<()> {
    let path = theme.join(name);
    let original = fs::read_to_string(&path).with_context(|| format!("mdBook no trae {name}"))?;
    let adapted = patch::apply(name, &original, patches)?;
    let (open, close) = comment;
    fs::write(&path, format!("{open}{}{close}{adapted}", spanish::NOTICE))?;
    Ok(())
}

/// Copia `from` sobre `to`, carpeta a carpeta.
fn overlay(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from)
        .with_context(|| format!("no se puede leer el tema del libro, {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            overlay(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
