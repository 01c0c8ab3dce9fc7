//! `book.toml`, leído con rigor.
//!
//! Una clave desconocida bajo `[output.html]` haría que mdBook olvidara toda esa
//! tabla sin decir nada, y un `src` igual al destino le haría borrar los capítulos.
//! Aquí las dos cosas son errores, y no se lee ninguna variable de entorno: el
//! mismo curso da siempre el mismo libro.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result};
use mdbook_core::config::{Config, HtmlConfig};

use super::SOURCE;
use crate::outcome::{Problem, Problems};

/// El fichero de configuración del libro.
const FILE: &str = "book.toml";

/// La configuración de `root/book.toml`, ya comprobada.
///
/// # Errores
/// [`Problems`] si el fichero no se entiende, tiene claves desconocidas, o su
/// destino pisaría los capítulos.
pub fn load(root: &Path) -> Result<Config> {
    let path = root.join(FILE);
    let text = fs::read_to_string(&path)
        .with_context(|| format!("no se puede leer {}", path.display()))?;
    let config = Config::from_str(&text).map_err(|error| rejected("", &error))?;
    config
        .get::<HtmlConfig>("output.html")
        .map_err(|error| rejected("[output.html]", &error))?;
    let outputs = config
        .outputs::<toml::Value>()
        .map_err(|error| rejected("[output]", &error))?;
    let mut problems: Vec<Problem> = outputs
        .keys()
        .filter(|name| *name != "html")
        .map(|name| {
            let what = format!("sobra [output.{name}]: aquí solo se construyen páginas (html)");
            Problem::new(FILE, what)
        })
        .collect();
    if config.book.src != Path::new(SOURCE) {
        let what = format!("`src` debe ser \"{SOURCE}\": ahí están los capítulos del curso");
        problems.push(Problem::new(FILE, what));
    }
    problems.extend(collision(&config.book.src, &config.build.build_dir));
    Problems::none_or_fail(problems)?;
    Ok(with_house_rules(config))
}

/// Lo que no se deja a elección: un capítulo que falta es un error, no un fichero nuevo.
fn with_house_rules(mut config: Config) -> Config {
    config.build.create_missing = false;
    config
}

/// El error de mdBook, dicho en español y con la clave que lo causa.
fn rejected(table: &str, error: &anyhow::Error) -> anyhow::Error {
    let detail = error.root_cause().to_string();
    let what = match between(&detail, "unknown field `", "`") {
        Some(key) => format!(
            "clave desconocida «{key}»{}. Corrige el nombre o quítala",
            if table.is_empty() {
                String::new()
            } else {
                format!(" en {table}")
            }
        ),
        None => format!("no se entiende {table}: {}", detail.trim()),
    };
    Problems(vec![Problem::new(FILE, what)]).into()
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(open)?;
    Some(rest.split_once(close)?.0)
}

/// Un problema si construir en `build` podría borrar o tragarse `source`.
fn collision(source: &Path, build: &Path) -> Option<Problem> {
    let (source, build) = (normal(source), normal(build));
    (source.starts_with(&build) || build.starts_with(&source)).then(|| {
        let what = format!(
            "`src` ({}) y `build-dir` ({}) se pisan: al construir se borrarían los capítulos. \
             Pon `build-dir = \"target/libro\"`",
            source.display(),
            build.display()
        );
        Problem::new(FILE, what)
    })
}

/// La ruta sin `.` ni `..`, para poder compararla sin que exista.
fn normal(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_text(text: &str) -> Result<Config> {
        let course = tempfile::tempdir().unwrap();
        fs::write(course.path().join(FILE), text).unwrap();
        load(course.path())
    }

    const GOOD: &str = "[book]\nsrc = \"book\"\n[build]\nbuild-dir = \"target/libro\"\n";

    #[test]
    fn una_clave_desconocida_en_output_html_se_nombra() {
        let error = load_text(&format!("{GOOD}[output.html]\nthemee = \"x\"\n")).unwrap_err();

        let text = error.to_string();
        assert!(
            text.contains("clave desconocida «themee» en [output.html]"),
            "{text}"
        );
    }

    #[test]
    fn una_clave_desconocida_arriba_se_nombra() {
        let error = load_text("[bok]\ntitle = \"x\"\n").unwrap_err();

        assert!(error.to_string().contains("«bok»"), "{error}");
    }

    #[test]
    fn otro_formato_de_salida_se_rechaza() {
        let error = load_text(&format!("{GOOD}[output.epub]\n")).unwrap_err();

        assert!(error.to_string().contains("[output.epub]"), "{error}");
    }

    #[test]
    fn el_destino_no_puede_pisar_los_capitulos() {
        for build in ["book", "./book/", "book/salida", "."] {
            let text = format!("[book]\nsrc = \"book\"\n[build]\nbuild-dir = \"{build}\"\n");

            let error = load_text(&text).unwrap_err().to_string();

            assert!(
                error.contains("se borrarían los capítulos"),
                "{build}: {error}"
            );
        }
        load_text(GOOD).unwrap();
    }
}
