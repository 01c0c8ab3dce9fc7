//! La cabecera de un programa: unas líneas que dicen qué enseña y, debajo, lo que
//! la prueba necesita saber.
//!
//! ```text
//! // Qué enseña este programa, en una o varias líneas.
//! // Fuerza bruta: sí          (los finales se confirman sin reducción)
//! // Planes: < 20              (lo que puede costar)
//! // Fallo: fork:1:EAGAIN      (se provoca en todos los planes)
//! // Pendiente: por qué        (todavía no sale, y se sabe)
//! // Parcial: por qué          (el informe no puede decir que lo vio todo)
//! // Finales:
//! //   ok "42\n" 0
//! //   deadlock "" -
//! ```
//!
//! En vez de la lista de finales puede haber una sola línea, `error hilos`, o
//! `error LLAMADA` si el programa usa una que el explorador no sabe seguir.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use explorador::Fault;

use super::ending::Ending;

/// Lo que la exploración tiene que dar.
#[derive(Debug, Clone)]
pub enum Expected {
    /// Estos finales y ninguno más.
    Endings(BTreeSet<Ending>),
    /// Ningún informe: el programa crea hilos y se dice.
    Threads,
    /// Ningún informe: el programa usa esta llamada, que no se sigue, y se dice.
    Unmodelled(String),
}

/// Un programa de la galería, leído de su cabecera.
#[derive(Debug, Clone)]
pub struct Spec {
    /// El archivo.
    pub path: PathBuf,
    /// El nombre del caso.
    pub name: String,
    /// Lo que tiene que dar.
    pub expected: Expected,
    /// Se confirma sin reducción.
    pub brute_force: bool,
    /// Tiene que costar menos planes que estos.
    pub fewer_than: Option<usize>,
    /// El fallo que se provoca.
    pub fault: Option<Fault>,
    /// Por qué no se puede ver todo: el informe tiene que decirlo.
    pub partial: Option<String>,
    /// Por qué no sale todavía.
    pub pending: Option<String>,
}

impl Spec {
    /// Lee la cabecera de `path`.
    pub fn read(path: &Path) -> Result<Self, String> {
        let source = std::fs::read_to_string(path)
            .map_err(|why| format!("no se puede leer {}: {why}", path.display()))?;
        Self::parse(path, &source)
    }

    /// Lee la cabecera de un programa ya leído.
    pub fn parse(path: &Path, source: &str) -> Result<Self, String> {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let header: Vec<&str> = source
            .lines()
            .map_while(|line| line.strip_prefix("//"))
            .collect();
        if !header.first().is_some_and(|line| describes(line)) {
            return Err(format!("{name} no empieza diciendo qué enseña"));
        }
        let mut spec = Self {
            path: path.to_path_buf(),
            name,
            expected: Expected::Endings(BTreeSet::new()),
            brute_force: false,
            fewer_than: None,
            fault: None,
            partial: None,
            pending: None,
        };
        let mut lines = header.into_iter().skip_while(|line| describes(line));
        for line in lines.by_ref() {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            match (key.trim(), value.trim()) {
                ("Finales", "") => break,
                (key, value) => spec.set(key, value)?,
            }
        }
        spec.expected = expected(lines).map_err(|why| format!("{}: {why}", spec.name))?;
        Ok(spec)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let wrong = || format!("{}: no se entiende «{key}: {value}»", self.name);
        match key {
            "Fuerza bruta" if value == "sí" => self.brute_force = true,
            "Planes" => {
                let most = value
                    .strip_prefix("< ")
                    .and_then(|number| number.parse().ok());
                self.fewer_than = Some(most.ok_or_else(wrong)?);
            }
            "Fallo" => {
                let fault = value.parse().map_err(|why| format!("{}: {why}", wrong()))?;
                self.fault = Some(fault);
            }
            "Parcial" if !value.is_empty() => self.partial = Some(value.to_string()),
            "Pendiente" if !value.is_empty() => self.pending = Some(value.to_string()),
            _ => return Err(wrong()),
        }
        Ok(())
    }

    /// Está escrito en Rust (si no, en C).
    pub fn is_rust(&self) -> bool {
        self.path
            .extension()
            .is_some_and(|extension| extension == "rs")
    }
}

const KEYS: [&str; 6] = [
    "Parcial:",
    "Fuerza bruta:",
    "Planes:",
    "Fallo:",
    "Pendiente:",
    "Finales:",
];

/// La línea es prosa, y no una de las que lee la prueba.
fn describes(line: &str) -> bool {
    !line.trim().is_empty() && !KEYS.iter().any(|key| line.trim().starts_with(key))
}

fn expected<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Expected, String> {
    let mut endings = BTreeSet::new();
    for line in lines {
        let line = line
            .strip_prefix("   ")
            .ok_or_else(|| format!("«//{line}»: cada final va en su línea, con tres espacios"))?;
        if let Some(what) = line.strip_prefix("error ").filter(|_| endings.is_empty()) {
            return Ok(match what {
                "hilos" => Expected::Threads,
                call => Expected::Unmodelled(call.to_string()),
            });
        }
        if !endings.insert(Ending::parse(line)?) {
            return Err(format!("el final «{line}» está repetido"));
        }
    }
    if endings.is_empty() {
        return Err(
            "faltan los finales (la línea «// Finales:» y debajo, uno por línea)".to_string(),
        );
    }
    Ok(Expected::Endings(endings))
}
