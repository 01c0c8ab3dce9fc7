//! Los informes, en su carpeta.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::classroom::{environment, readable};
use super::html::sentence;
use super::{
    Class, Results, StudentReport, class_page, fill, gradebook, gradescope, json, junit, sheet,
    student_page, times, vpl,
};
use crate::durable;
use crate::model::NoticeKind;

/// Un formato de informe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// El resumen de la clase y la página de cada persona.
    Html,
    /// `notas.csv` y `tiempos.csv`, para una hoja de cálculo.
    Csv,
    /// `notas.json`, para otros programas.
    Json,
    /// El CSV del calificador de Moodle.
    Moodle,
    /// Un `results.json` de Gradescope por persona.
    Gradescope,
    /// GitHub Classroom, por persona.
    Classroom,
    /// VPL, por persona.
    Vpl,
    /// JUnit XML.
    Junit,
}

impl Format {
    /// Todos.
    pub const ALL: [Self; 8] = [
        Self::Html,
        Self::Csv,
        Self::Json,
        Self::Moodle,
        Self::Gradescope,
        Self::Classroom,
        Self::Vpl,
        Self::Junit,
    ];

    /// Los que se escriben si no se pide otra cosa.
    pub const DEFAULT: [Self; 4] = [Self::Html, Self::Csv, Self::Json, Self::Moodle];

    /// Como lo escribe quien lo pide.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Moodle => "moodle",
            Self::Gradescope => "gradescope",
            Self::Classroom => "classroom",
            Self::Vpl => "vpl",
            Self::Junit => "junit",
        }
    }

    /// La extensión de sus archivos.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv | Self::Moodle => "csv",
            Self::Json | Self::Gradescope | Self::Classroom => "json",
            Self::Vpl => "txt",
            Self::Junit => "xml",
        }
    }

    /// La carpeta de sus archivos, si lleva uno por persona.
    const fn folder(self) -> Option<&'static str> {
        match self {
            Self::Html => Some("estudiantes"),
            Self::Gradescope => Some("gradescope"),
            Self::Classroom => Some("classroom"),
            Self::Vpl => Some("vpl"),
            Self::Csv | Self::Json | Self::Moodle | Self::Junit => None,
        }
    }
}

/// Qué informes se quieren y dónde.
pub struct Output<'a> {
    /// La carpeta; se crea si no existe.
    pub folder: &'a Path,
    /// Los formatos.
    pub formats: &'a [Format],
    /// La hoja de calificaciones que descargó el docente, para devolverla rellenada.
    pub worksheet: Option<&'a Path>,
}

/// Lo que se ha escrito.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Los archivos de la clase, en orden. Los de cada persona no se cuentan.
    pub files: Vec<PathBuf>,
    /// Si entre ellos está la hoja de Moodle rellenada.
    pub filled_worksheet: bool,
    /// Lo que quien los va a usar tiene que saber.
    pub notices: Vec<String>,
}

/// Escribe los informes de `class`. Cada archivo aparece entero o no aparece, y si la
/// clase es parcial sus nombres lo dicen.
///
/// # Errores
/// Si no se pueden leer los resultados o la hoja, o no se puede escribir. Una hoja que
/// no se entiende no impide los demás informes: se dice en `notices`.
pub fn write(class: &Class, output: &Output) -> Result<Written> {
    let mut written = Written::default();
    let shelf = Shelf {
        folder: output.folder,
        partial: class.partial,
    };
    let wants = |format| output.formats.contains(&format);
    if let Some(path) = output.worksheet {
        written.worksheet(class, &shelf, path)?;
    }
    written.tell_of_the_download(class);
    for report in class.reports() {
        each_person(class, &shelf, output.formats, &report?)?;
    }
    if wants(Format::Html) {
        let pages = shelf.name("estudiantes", None);
        let page = class_page(class, Some(&pages), &written.notices)?;
        written
            .files
            .push(shelf.put(None, "resumen", "html", &page)?);
    }
    if wants(Format::Csv) {
        written
            .files
            .push(shelf.put(None, "notas", "csv", &sheet(class)?)?);
        written
            .files
            .push(shelf.put(None, "tiempos", "csv", &times(class)?)?);
    }
    if wants(Format::Json) {
        written
            .files
            .push(shelf.put(None, "notas", "json", &json(class)?)?);
    }
    if wants(Format::Moodle) {
        let bytes = gradebook(class)?;
        written
            .files
            .push(shelf.put(None, "moodle-calificador", "csv", &bytes)?);
    }
    if wants(Format::Junit) {
        written
            .files
            .push(shelf.put(None, "junit", "xml", &junit(class)?)?);
    }
    Ok(written)
}

fn each_person(
    class: &Class,
    shelf: &Shelf,
    formats: &[Format],
    report: &StudentReport,
) -> Result<()> {
    for &format in formats {
        let Some(folder) = format.folder() else {
            continue;
        };
        let bytes = match format {
            Format::Html => student_page(class, report),
            Format::Gradescope => gradescope(class, report)?,
            Format::Vpl => vpl(class, report),
            Format::Classroom => {
                let results = Results::of(class, report);
                let lines = environment(&results)?;
                shelf.put(Some(folder), &report.stem, "env", lines.as_bytes())?;
                readable(&results)?
            }
            Format::Csv | Format::Json | Format::Moodle | Format::Junit => continue,
        };
        shelf.put(Some(folder), &report.stem, format.extension(), &bytes)?;
    }
    Ok(())
}

impl Written {
    fn worksheet(&mut self, class: &Class, folder: &Shelf, path: &Path) -> Result<()> {
        let sheet = fs::read(path)
            .with_context(|| format!("no se puede leer la hoja {}", path.display()))?;
        match fill(class, &sheet) {
            Ok(filled) => {
                self.files
                    .push(folder.put(None, "moodle-hoja", "csv", &filled.bytes)?);
                self.filled_worksheet = true;
                self.notices.extend(
                    filled
                        .notices
                        .into_iter()
                        .map(|notice| format!("Hoja de Moodle: {notice}")),
                );
            }
            Err(error) => self
                .notices
                .push(format!("No se ha rellenado la hoja de Moodle: {error:#}.")),
        }
        Ok(())
    }
}

impl Written {
    /// Lo que hay que decir de la descarga. Quién no está en la hoja ya lo dice la hoja, si
    /// se rellenó.
    fn tell_of_the_download(&mut self, class: &Class) {
        let already = |kind| kind == NoticeKind::Unlisted && self.filled_worksheet;
        let notices = class.manifest.notices.iter();
        let told: Vec<String> = notices
            .filter(|notice| !already(notice.kind))
            .map(|notice| sentence(&notice.text))
            .collect();
        self.notices.extend(told);
    }
}

/// La carpeta de los informes.
struct Shelf<'a> {
    folder: &'a Path,
    partial: bool,
}

impl Shelf<'_> {
    /// `stem`, diciendo si es parcial.
    fn name(&self, stem: &str, extension: Option<&str>) -> String {
        let partial = if self.partial { "-parcial" } else { "" };
        let extension = extension.map_or(String::new(), |extension| format!(".{extension}"));
        format!("{stem}{partial}{extension}")
    }

    /// Deja `bytes` en un archivo, entero o nada.
    fn put(
        &self,
        folder: Option<&str>,
        stem: &str,
        extension: &str,
        bytes: &[u8],
    ) -> Result<PathBuf> {
        let (folder, name) = match folder {
            Some(inside) => (
                self.folder.join(self.name(inside, None)),
                format!("{stem}.{extension}"),
            ),
            None => (self.folder.to_owned(), self.name(stem, Some(extension))),
        };
        let path = folder.join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("no se puede crear {}", folder.display()))?;
        durable::replace(&path, bytes)?;
        Ok(path)
    }
}
