//! Un sitio con archivos: una carpeta o un zip. Se mira todo y se abre casi nada.

use std::fmt;
use std::io;

/// Algo que hay en la entrega.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Las partes de su ruta, sin la de quien entrega. Nunca vacía, ni con `..`.
    pub path: Vec<String>,
    /// Qué es.
    pub kind: Kind,
    /// Lo que dice que ocupa. En un zip lo dice quien lo hizo: no se le cree.
    pub bytes: u64,
    /// Cuándo se cambió, en segundos; solo vale para comparar con otro igual.
    pub modified: i64,
    /// Cómo lo llama su estante.
    pub handle: usize,
}

impl Item {
    /// La ruta entera, con barras.
    pub fn full_path(&self) -> String {
        self.path.join("/")
    }

    /// El nombre, sin las carpetas.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// Qué clase de cosa es.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Un archivo corriente.
    File,
    /// Otra cosa, que no se va a abrir.
    Flawed(Flaw),
}

/// Por qué algo no se abre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Su ruta sube con `..`.
    Escapes,
    /// Su ruta empieza en la raíz o en un disco.
    Absolute,
    /// Es un enlace simbólico.
    Symlink,
    /// Es una tubería, un dispositivo o un socket.
    Special,
    /// Está cifrado.
    Encrypted,
    /// Su nombre no se puede leer.
    Unnamed,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Escapes => "su ruta se sale de la entrega",
            Self::Absolute => "su ruta es absoluta",
            Self::Symlink => "es un enlace simbólico",
            Self::Special => "es una tubería, un dispositivo o un socket",
            Self::Encrypted => "está cifrado con una contraseña",
            Self::Unnamed => "su nombre no se puede leer",
        })
    }
}

/// Por qué no se ha podido leer algo que sí se quería.
#[derive(Debug)]
pub enum Refusal {
    /// Ocupa más de lo que se acepta, en bytes.
    TooBig(u64),
    /// Tiene más archivos de los que se miran.
    TooMany(usize),
    /// Crece demasiado al descomprimirse.
    Bomb,
    /// Dos archivos del zip comparten sus bytes, o su nombre.
    Overlapping,
    /// Está cifrado.
    Encrypted,
    /// Está comprimido de una manera que no se conoce.
    Unsupported,
    /// No está bien formado.
    Broken,
    /// El sistema no deja.
    System(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooBig(limit) => write!(f, "ocupa más de {} KiB", limit >> 10),
            Self::TooMany(limit) => write!(f, "tiene más de {limit} archivos"),
            Self::Bomb => f.write_str("crece demasiado al descomprimirlo"),
            Self::Overlapping => f.write_str("hay dentro archivos que se pisan unos a otros"),
            Self::Encrypted => f.write_str("está cifrado con una contraseña"),
            Self::Unsupported => f.write_str("está comprimido de una manera que no se conoce"),
            Self::Broken => f.write_str("está estropeado o incompleto"),
            Self::System(error) => f.write_str(&castellano::errno::describe_io(error)),
        }
    }
}

impl std::error::Error for Refusal {}

/// De donde se leen los archivos de una entrega.
pub trait Shelf {
    /// Los bytes de lo que tiene ese número, si no son más de `limit`.
    fn read(&mut self, handle: usize, limit: u64) -> Result<Vec<u8>, Refusal>;

    /// Lo mismo, en un archivo sin nombre: para lo que no debe ocupar memoria.
    fn spool(&mut self, handle: usize, limit: u64) -> Result<std::fs::File, Refusal>;
}

/// Copia de `from` lo que quepa en `limit` bytes, contados según llegan.
pub fn copy_bounded(
    from: &mut dyn io::Read,
    to: &mut dyn io::Write,
    limit: u64,
) -> Result<u64, Refusal> {
    let mut bounded = io::Read::take(from, limit.saturating_add(1));
    let copied = io::copy(&mut bounded, to).map_err(|error| match error.kind() {
        io::ErrorKind::Unsupported => Refusal::Unsupported,
        // Lo que no viene del sistema lo dice quien descomprime.
        _ if error.raw_os_error().is_none() => Refusal::Broken,
        _ => Refusal::System(error),
    })?;
    if copied > limit {
        return Err(Refusal::TooBig(limit));
    }
    Ok(copied)
}
