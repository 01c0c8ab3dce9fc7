//! Qué es un paso del curso, leído de su propia carpeta.
//!
//! Todo se dice una vez, en `exercises/NOMBRE/`: el título es `description`, el
//! capítulo es `readme`, el orden es `[package.metadata.paso] order`, y las pistas
//! son `pistas/1.md`, `2.md`, `3.md`. Añadir un paso es añadir una carpeta. Un reto es
//! un paso con `optional = true` en los mismos metadatos.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Un paso del curso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Nombre del paquete y de la carpeta: `paso3`.
    pub name: String,
    /// Lugar en el curso; el primero es 1.
    pub order: u32,
    /// Título que lee el estudiante.
    pub title: String,
    /// El capítulo que lo explica.
    pub chapter: PathBuf,
    /// La carpeta del ejercicio.
    pub folder: PathBuf,
    /// Si es un reto: se corrige aparte, y el curso está completo sin él.
    pub optional: bool,
}

impl Step {
    /// El único archivo que escribe el estudiante. El paso final no lo tiene.
    pub fn editable(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    /// Si tiene un archivo que entregar, que el paso final no lo tiene.
    pub fn is_submitted(&self) -> bool {
        self.stub().is_file()
    }

    /// Ese archivo, como vino: de aquí lo recupera `taller reiniciar`.
    pub fn stub(&self) -> PathBuf {
        self.folder.join("esqueleto/lib.rs")
    }

    /// Si `src/lib.rs` sigue siendo el esqueleto.
    pub fn is_untouched(&self) -> bool {
        match (fs::read(self.stub()), fs::read(self.editable())) {
            (Ok(stub), Ok(written)) => stub == written,
            _ => false,
        }
    }

    /// Las pistas escritas, de la más general a la más concreta.
    ///
    /// # Errores
    /// Si una pista existe y no se puede leer.
    pub fn hints(&self) -> Result<Vec<String>> {
        (1..)
            .map(|level| self.folder.join(format!("pistas/{level}.md")))
            .take_while(|path| path.is_file())
            .map(|path| {
                fs::read_to_string(&path)
                    .with_context(|| format!("no se puede leer la pista {}", path.display()))
            })
            .collect()
    }
}

/// El paso que se llama `name`.
///
/// # Errores
/// La frase que dice que no existe y cuáles hay.
pub fn called(steps: &[Step], name: &str) -> Result<Step, String> {
    let found = steps.iter().find(|step| step.name == name);
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        format!(
            "no hay ningún paso «{name}»; los pasos son {}",
            known.join(", ")
        )
    })
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    description: Option<String>,
    readme: Option<PathBuf>,
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    paso: Option<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    order: u32,
    #[serde(default)]
    optional: bool,
}

/// Los pasos del curso que vive en `root`, en orden.
///
/// # Errores
/// Si falta la carpeta `exercises`, un `Cargo.toml` no se entiende o le falta
/// un dato, o dos pasos piden el mismo lugar.
pub fn discover(root: &Path) -> Result<Vec<Step>> {
    let exercises = root.join("exercises");
    let entries = fs::read_dir(&exercises)
        .with_context(|| format!("no se puede leer la carpeta {}", exercises.display()))?;
    let mut steps = Vec::new();
    for entry in entries {
        let manifest = entry?.path().join("Cargo.toml");
        if manifest.is_file()
            && let Some(step) = read(&manifest)?
        {
            steps.push(step);
        }
    }
    steps.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
    if let Some(pair) = steps.windows(2).find(|pair| pair[0].order == pair[1].order) {
        bail!(
            "los pasos «{}» y «{}» piden el mismo lugar en el curso ({}): \
             cambia `order` en el Cargo.toml de uno de los dos",
            pair[0].name,
            pair[1].name,
            pair[0].order
        );
    }
    Ok(steps)
}

/// El paso que describe `manifest`; `None` si ese paquete no es un paso.
fn read(manifest: &Path) -> Result<Option<Step>> {
    let broken = || format!("no se entiende {}", manifest.display());
    let text = fs::read_to_string(manifest).with_context(broken)?;
    let package = toml::from_str::<Manifest>(&text)
        .with_context(broken)?
        .package;
    let Some(place) = package.metadata.and_then(|metadata| metadata.paso) else {
        return Ok(None);
    };
    let missing = |key: &str| {
        format!(
            "al paso «{}» le falta `{key}` en {}",
            package.name,
            manifest.display()
        )
    };
    let folder = manifest.parent().unwrap_or(Path::new("")).to_owned();
    let readme = package.readme.with_context(|| missing("readme"))?;
    Ok(Some(Step {
        order: place.order,
        optional: place.optional,
        title: package
            .description
            .clone()
            .with_context(|| missing("description"))?,
        chapter: fs::canonicalize(folder.join(&readme)).unwrap_or_else(|_| folder.join(readme)),
        folder,
        name: package.name,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn manifest(name: &str, order: u32) -> String {
        format!(
            "[package]\nname = \"{name}\"\ndescription = \"Título de {name}\"\n\
             readme = \"../../book/{name}.md\"\n[package.metadata.paso]\norder = {order}\n"
        )
    }

    #[test]
    fn anadir_un_paso_es_anadir_una_carpeta() {
        let course = tempfile::tempdir().unwrap();
        let root = course.path();
        write(root, "exercises/zeta/Cargo.toml", &manifest("zeta", 1));
        write(root, "exercises/alfa/Cargo.toml", &manifest("alfa", 2));
        write(root, "exercises/alfa/pistas/1.md", "Mira el manual.");
        write(root, "exercises/alfa/pistas/2.md", "Es mmap.");
        write(
            root,
            "exercises/ayuda/Cargo.toml",
            "[package]\nname = \"ayuda\"\n",
        );

        let steps = discover(root).unwrap();

        let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["zeta", "alfa"]);
        assert_eq!(steps[1].title, "Título de alfa");
        assert!(steps[1].chapter.ends_with("book/alfa.md"));
        assert_eq!(steps[1].hints().unwrap(), ["Mira el manual.", "Es mmap."]);
        assert!(steps[0].hints().unwrap().is_empty());
        assert!(!steps[0].optional);
    }

    #[test]
    fn un_reto_lo_dice_en_sus_metadatos() {
        let course = tempfile::tempdir().unwrap();
        let challenge = manifest("reto", 7) + "optional = true\n";
        write(course.path(), "exercises/reto/Cargo.toml", &challenge);
        write(course.path(), "exercises/reto/src/lib.rs", "todo!()");
        write(course.path(), "exercises/reto/esqueleto/lib.rs", "todo!()");

        let steps = discover(course.path()).unwrap();

        assert!(steps[0].optional);
        assert!(steps[0].is_untouched());
    }

    #[test]
    fn dos_pasos_en_el_mismo_lugar_se_rechazan() {
        let course = tempfile::tempdir().unwrap();
        write(
            course.path(),
            "exercises/uno/Cargo.toml",
            &manifest("uno", 1),
        );
        write(
            course.path(),
            "exercises/otro/Cargo.toml",
            &manifest("otro", 1),
        );

        let error = discover(course.path()).unwrap_err().to_string();

        assert!(error.contains("«otro» y «uno»"), "{error}");
    }

    #[test]
    fn un_dato_que_falta_se_nombra() {
        let course = tempfile::tempdir().unwrap();
        let without_title = manifest("uno", 1).replace("description", "homepage");
        write(course.path(), "exercises/uno/Cargo.toml", &without_title);

        let error = discover(course.path()).unwrap_err().to_string();

        assert!(error.contains("le falta `description`"), "{error}");
    }
}
