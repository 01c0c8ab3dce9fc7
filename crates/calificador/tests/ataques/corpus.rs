//! Los dos muestrarios: los ataques, que no pueden salir bien, y los raros, que sí.
//!
//! ```text
//! //! Ataque: <una frase: qué intenta>.
//! //! Paso: paso1
//! //! Código: <los que puede llevarse, separados por « o »>
//! //! Final: <nombre de ataques/finales/, si el archivo no acaba en sí mismo>
//! //! Veces: 2        (dos entregas, una detrás de otra)
//! //! A la vez: 2     (dos entregas al mismo tiempo)
//! //! Colaría si: <qué se vería si lo consiguiera>.
//! ```
//!
//! Un raro solo lleva `//! Rareza:` y `//! Paso:`.

use std::fs;
use std::path::{Path, PathBuf};

use calificador::model::Code;

/// Un archivo del muestrario.
#[derive(Debug, Clone)]
pub struct Specimen {
    /// `ejecutar/bomba`.
    pub name: String,
    /// El paso al que responde.
    pub step: String,
    /// Los códigos que puede llevarse.
    pub codes: Vec<Code>,
    /// Cuántas entregas hacen falta.
    pub copies: Copies,
    /// El archivo entero, con su final.
    text: String,
}

/// Cuántas entregas hacen falta para que el ataque tenga sentido.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Una.
    One,
    /// Dos, una detrás de otra.
    InTurn,
    /// Dos al mismo tiempo.
    AtOnce,
}

/// Lo que se pone en lugar de cada nombre entre arrobas.
pub type Names = Vec<(&'static str, String)>;

impl Specimen {
    /// Su texto, con lo que hay que saber del sitio donde se ejecuta.
    pub fn source(&self, names: &Names) -> String {
        let filled = names.iter().fold(self.text.clone(), |text, (name, value)| {
            text.replace(&format!("@{name}@"), value)
        });
        repeated(&filled)
    }
}

/// Los ataques de `ataques/`, o lo que tengan mal escrito.
pub fn attacks() -> Vec<Result<Specimen, String>> {
    ["compilar", "enlazar", "ejecutar"]
        .iter()
        .flat_map(|class| files(&root().join("ataques").join(class)))
        .map(|path| read_attack(&path).map_err(|why| format!("{}: {why}", path.display())))
        .collect()
}

/// Los raros de `raros/`, o lo que tengan mal escrito.
pub fn oddities() -> Vec<Result<Specimen, String>> {
    files(&root().join("raros"))
        .iter()
        .map(|path| read_oddity(path).map_err(|why| format!("{}: {why}", path.display())))
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Los archivos de Rust de una carpeta, en orden.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

/// El ataque del archivo `path`.
///
/// # Errores
/// Qué le falta o qué le sobra a su cabecera.
pub fn read_attack(path: &Path) -> Result<Specimen, String> {
    let mut text = read(path)?;
    let header = Header::of(&text)?;
    header.only(&[
        "Ataque",
        "Paso",
        "Código",
        "Final",
        "Veces",
        "A la vez",
        "Colaría si",
        "Delante",
    ])?;
    header.sentence("Ataque")?;
    header.sentence("Colaría si")?;
    let copies = match (header.get("Veces"), header.get("A la vez")) {
        (None, None) => Copies::One,
        (Some("2"), None) => Copies::InTurn,
        (None, Some("2")) => Copies::AtOnce,
        _ => return Err("«Veces» y «A la vez» solo pueden ser 2, y una de las dos".into()),
    };
    let specimen = Specimen {
        name: name(path)?,
        step: step(&header)?,
        codes: codes(header.need("Código")?)?,
        copies,
        text: String::new(),
    };
    if let Some(ending) = header.get("Final") {
        let path = root().join("ataques/finales").join(format!("{ending}.rs"));
        text.push('\n');
        text.push_str(&read(&path)?);
    }
    if let Some(first) = header.get("Delante") {
        text.insert_str(0, &format!("{first}\n"));
    }
    Ok(Specimen { text, ..specimen })
}

/// El raro del archivo `path`.
///
/// # Errores
/// Qué le falta o qué le sobra a su cabecera.
pub fn read_oddity(path: &Path) -> Result<Specimen, String> {
    let text = read(path)?;
    let header = Header::of(&text)?;
    header.only(&["Rareza", "Paso"])?;
    header.sentence("Rareza")?;
    Ok(Specimen {
        name: name(path)?,
        step: step(&header)?,
        codes: vec![Code::Good],
        copies: Copies::One,
        text,
    })
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| why.to_string())
}

fn name(path: &Path) -> Result<String, String> {
    let text = |part: Option<&std::ffi::OsStr>| Some(part?.to_str()?.to_owned());
    let folder = path.parent().and_then(|parent| text(parent.file_name()));
    match (folder, text(path.file_stem())) {
        (Some(folder), Some(name)) => Ok(format!("{folder}/{name}")),
        _ => Err("su nombre no es UTF-8".into()),
    }
}

fn step(header: &Header) -> Result<String, String> {
    let step = header.need("Paso")?;
    let exercise = root().join("../../exercises").join(step);
    if exercise.is_dir() {
        Ok(step.to_owned())
    } else {
        Err(format!("no hay ningún paso «{step}»"))
    }
}

fn codes(list: &str) -> Result<Vec<Code>, String> {
    list.split(" o ")
        .map(|name| {
            let code = Code::ALL.into_iter().find(|code| code.name() == name);
            code.filter(|code| ![Code::Good, Code::Infra, Code::NotSubmitted].contains(code))
                .ok_or_else(|| format!("un ataque no puede llevarse «{name}»"))
        })
        .collect()
}

/// Cambia cada `@REPITE n texto@` por `texto` repetido `n` veces.
fn repeated(text: &str) -> String {
    const MARK: &str = "@REPITE ";
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (count, after) = after.split_once(' ').unwrap_or((after, ""));
        let (piece, after) = after.split_once('@').unwrap_or((after, ""));
        whole.push_str(before);
        whole.push_str(&piece.repeat(count.parse().unwrap_or(0)));
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// Las líneas «Clave: valor» del principio.
struct Header(Vec<(String, String)>);

impl Header {
    fn of(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| {
                line.split_once(':')
                    .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
                    .ok_or_else(|| format!("«{}» no es «Clave: valor»", line.trim()))
            });
        Ok(Self(lines.collect::<Result<_, _>>()?))
    }

    fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    fn need(&self, key: &str) -> Result<&str, String> {
        self.get(key)
            .ok_or_else(|| format!("a la cabecera le falta la línea «//! {key}: …»"))
    }

    fn sentence(&self, key: &str) -> Result<(), String> {
        if self.need(key)?.ends_with('.') {
            Ok(())
        } else {
            Err(format!("«{key}» tiene que acabar en punto"))
        }
    }

    fn only(&self, known: &[&str]) -> Result<(), String> {
        for (position, (key, _)) in self.0.iter().enumerate() {
            if !known.contains(&&**key) {
                return Err(format!(
                    "la cabecera tiene una línea que no conozco: «{key}»"
                ));
            }
            if self.0[..position].iter().any(|(before, _)| before == key) {
                return Err(format!("la cabecera tiene dos veces la línea «{key}»"));
            }
        }
        Ok(())
    }
}
