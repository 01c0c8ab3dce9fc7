//! La revisión del libro construido: ningún enlace roto y nada de otra máquina.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use percent_encoding::percent_decode_str;

use super::SOURCE;
use super::finish::is_page;
use super::page::{Link, Page};
use super::{highlight, output};
use crate::outcome::Problem;

/// La máquina ajena a la que mdBook manda el código; no se la nombra en ningún fichero.
const PLAYGROUND: &str = "play.rust-lang.org";

/// Revisa el libro de `book`, escrito en los capítulos de `source`.
///
/// # Errores
/// Si no se puede leer. Los problemas del libro no son un error: se devuelven.
pub fn check(source: &Path, book: &Path) -> Result<Vec<Problem>> {
    let library = Library::read(book)?;
    let mut in_chapters = library.foreign.clone();
    let mut elsewhere = Vec::new();
    for (name, page) in &library.pages {
        let chapter = Path::new(name).with_extension("md");
        let (place, problems) = if source.join(&chapter).is_file() {
            (format!("{SOURCE}/{}", chapter.display()), &mut in_chapters)
        } else {
            (format!("{name} (página construida)"), &mut elsewhere)
        };
        let complaints = library.complaints(name, page);
        problems.extend(
            complaints
                .into_iter()
                .map(|what| Problem::new(&place, what)),
        );
    }
    // La portada y la versión para imprimir repiten los capítulos: solo interesa
    // lo que esté roto en ellas y en ningún otro sitio.
    Ok(if in_chapters.is_empty() {
        elsewhere
    } else {
        in_chapters
    })
}

/// El libro construido, leído entero.
struct Library {
    files: HashSet<String>,
    pages: HashMap<String, Page>,
    foreign: Vec<Problem>,
}

impl Library {
    fn read(book: &Path) -> Result<Self> {
        let mut library = Self {
            files: HashSet::new(),
            pages: HashMap::new(),
            foreign: Vec::new(),
        };
        for path in output::files(book)? {
            let name = path
                .strip_prefix(book)?
                .to_str()
                .context("un fichero del libro tiene un nombre que no es texto")?;
            let bytes = fs::read(&path)?;
            // Letras e imágenes no son texto; no enlazan con nada.
            if let Ok(text) = std::str::from_utf8(&bytes) {
                library.foreign.extend(foreign_text(name, text));
                if is_page(&path) {
                    library.pages.insert(name.to_owned(), Page::read(text));
                }
            }
            library.files.insert(name.to_owned());
        }
        Ok(library)
    }

    /// Lo que está mal en la página `name`.
    fn complaints(&self, name: &str, page: &Page) -> Vec<String> {
        let broken = page.links.iter().filter_map(|link| {
            let reason = self.resolve(name, link).err()?;
            Some(format!("el enlace «{}» {reason}", link.target))
        });
        let unknown = page
            .languages
            .iter()
            .filter(|language| !highlight::knows(language));
        let unknown = unknown.map(|language| {
            format!(
                "un bloque de código dice «{language}», que el resaltado del libro no conoce; \
                 los que hay son: {}",
                highlight::names()
            )
        });
        broken.chain(unknown).collect()
    }

    /// Error, con el motivo, si `link` no lleva a nada desde la página `from`.
    fn resolve(&self, from: &str, link: &Link) -> Result<(), String> {
        let target = link.target.as_str();
        if target.starts_with("data:") || target.starts_with("mailto:") {
            return Ok(());
        }
        if is_remote(target) {
            return if link.loaded {
                Err("carga algo de otra máquina; el libro debe funcionar sin red".into())
            } else {
                Ok(())
            };
        }
        if target.starts_with("javascript:") {
            return Err("ejecuta código; no es un enlace".into());
        }
        if target.starts_with('/') {
            return Err(
                "empieza por «/»: se rompe si el libro no está en la raíz del sitio".into(),
            );
        }
        self.resolve_inside(from, target)
    }

    fn resolve_inside(&self, from: &str, target: &str) -> Result<(), String> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let path = path.split('?').next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8_lossy();
        let page = if path.is_empty() {
            from.to_owned()
        } else {
            join(from, &path).ok_or("sale de la carpeta del libro")?
        };
        if !self.files.contains(&page) {
            return Err(match page.strip_suffix(".html") {
                // mdBook ya ha cambiado el `.md` que escribió el autor.
                Some(name) => format!("apunta al capítulo {name}.md, que no está en SUMMARY.md"),
                None => format!("apunta a {page}, que no existe"),
            });
        }
        let anchor = percent_decode_str(anchor).decode_utf8_lossy();
        let known = |page: &Page| page.anchors.contains(&*anchor);
        match self.pages.get(&page) {
            Some(found) if !anchor.is_empty() && !known(found) => Err(format!(
                "apunta a la sección «{anchor}», que no está en {page}"
            )),
            _ => Ok(()),
        }
    }
}

fn is_remote(target: &str) -> bool {
    ["http://", "https://", "//", "ws:", "wss:", "ftp:"]
        .iter()
        .any(|scheme| target.to_ascii_lowercase().starts_with(scheme))
}

/// La ruta `path`, vista desde la página `from`; `None` si sale del libro.
fn join(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(if joined.is_empty() || joined.ends_with('/') {
        format!("{joined}index.html")
    } else {
        joined
    })
}

/// Lo que un fichero de texto pide a otra máquina sin ser un enlace.
fn foreign_text(name: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if text.contains(PLAYGROUND) {
        problems.push(Problem::new(
            name,
            format!("nombra {PLAYGROUND}, que ejecuta código en otra máquina"),
        ));
    }
    let imports = |start: &str| {
        text.match_indices(start)
            .map(|(at, _)| text[at + start.len()..].trim_start_matches(['"', '\'', ' ']))
            .any(is_remote)
    };
    if Path::new(name).extension().is_some_and(|e| e == "css")
        && (imports("url(") || imports("@import"))
    {
        problems.push(Problem::new(name, "el estilo carga algo de otra máquina"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Los problemas de un libro con dos capítulos, el primero con `body`.
    fn audit(body: &str) -> Vec<String> {
        let course = tempfile::tempdir().unwrap();
        let (source, book) = (course.path().join("book"), course.path().join("salida"));
        for folder in [&source, &book] {
            fs::create_dir_all(folder.join("sub")).unwrap();
        }
        fs::write(source.join("uno.md"), "").unwrap();
        fs::write(book.join("uno.html"), body).unwrap();
        fs::write(book.join("sub/dos.html"), "<h2 id=\"la-página\">x</h2>").unwrap();
        fs::write(book.join("e.css"), "a { background: url(data:x) }").unwrap();
        let problems = check(&source, &book).unwrap();
        problems
            .into_iter()
            .map(|p| format!("{}: {}", p.place, p.what))
            .collect()
    }

    #[test]
    fn los_enlaces_buenos_pasan() {
        let body = "<a href=\"sub/dos.html#la-p%C3%A1gina\">x</a> <a href=\"./uno.html\">x</a>\
                    <a href=\"https://man7.org/\">x</a> <link href=\"e.css\">";

        assert_eq!(audit(body), Vec::<String>::new());
    }

    #[test]
    fn cada_enlace_roto_dice_fichero_enlace_y_motivo() {
        let cases = [
            (
                "<a href=\"no.html\">",
                "«no.html» apunta al capítulo no.md, que no está en SUMMARY.md",
            ),
            (
                "<a href=\"tres.md\">",
                "«tres.md» apunta a tres.md, que no existe",
            ),
            (
                "<a href=\"sub/dos.html#nada\">",
                "la sección «nada», que no está en sub/dos.html",
            ),
            (
                "<a href=\"#nada\">",
                "la sección «nada», que no está en uno.html",
            ),
            ("<a href=\"../fuera.html\">", "sale de la carpeta del libro"),
            ("<a href=\"/uno.html\">", "empieza por «/»"),
            (
                "<img src=\"https://otra.example/i.png\">",
                "carga algo de otra máquina",
            ),
            (
                "<script src=\"//otra.example/x.js\"></script>",
                "carga algo de otra máquina",
            ),
        ];
        for (body, expected) in cases {
            let problems = audit(body);

            assert_eq!(problems.len(), 1, "{body}: {problems:?}");
            assert!(problems[0].starts_with("book/uno.md: "), "{problems:?}");
            assert!(problems[0].contains(expected), "{body}: {problems:?}");
        }
    }

    #[test]
    fn no_se_nombra_la_maquina_que_ejecuta_codigo_ni_en_un_guion() {
        let problems = audit("<script>fetch('https://play.rust-lang.org/evaluate.json')</script>");

        assert!(
            problems[0].contains("ejecuta código en otra máquina"),
            "{problems:?}"
        );
    }
}
