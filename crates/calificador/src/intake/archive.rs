//! Los archivos de un zip, sin extraerlo nunca.
//!
//! Un zip lo hace quien quiere: sus nombres, sus tamaños y sus cuentas son lo que él
//! dice. Aquí se miran los nombres, no se crea ningún archivo con ellos, y de lo que
//! se lee se cuentan los bytes según salen.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::limits;
use super::shelf::{Flaw, Item, Kind, Refusal, Shelf, copy_bounded};

/// Un zip abierto.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    items: Vec<Item>,
}

impl Archive {
    /// Lo abre y mira sus nombres. Con más de `entries` archivos no se sigue.
    ///
    /// # Errores
    /// Por qué no se abre.
    pub fn open(mut file: File, entries: usize) -> Result<Self, Refusal> {
        let counted = declared_entries(&mut file).map_err(Refusal::System)?;
        if counted > entries as u64 {
            return Err(Refusal::TooMany(entries));
        }
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(refusal)?;
        if zip.len() > entries {
            return Err(Refusal::TooMany(entries));
        }
        if zip.has_duplicate_names() || zip.has_overlapping_files().map_err(refusal)? {
            return Err(Refusal::Overlapping);
        }
        let items = items(&zip)?;
        Ok(Self { zip, items })
    }

    /// Lo que tiene dentro, en el orden de sus rutas.
    pub fn take_items(&mut self) -> Vec<Item> {
        std::mem::take(&mut self.items)
    }

    fn entry(&mut self, handle: usize) -> Result<ZipFile<'_, BufReader<File>>, Refusal> {
        self.zip.by_index(handle).map_err(refusal)
    }
}

impl Shelf for Archive {
    fn read(&mut self, handle: usize, limit: u64) -> Result<Vec<u8>, Refusal> {
        let mut entry = self.entry(handle)?;
        let allowed = entry
            .compressed_size()
            .saturating_mul(limits::RATIO)
            .max(limits::RATIO_FROM)
            .min(limit);
        let mut bytes = Vec::new();
        match copy_bounded(&mut entry, &mut bytes, allowed) {
            Err(Refusal::TooBig(_)) if allowed < limit => Err(Refusal::Bomb),
            copied => copied.map(|_| bytes),
        }
    }

    fn spool(&mut self, handle: usize, limit: u64) -> Result<File, Refusal> {
        let mut file = tempfile::tempfile().map_err(Refusal::System)?;
        copy_bounded(&mut self.entry(handle)?, &mut file, limit)?;
        file.rewind().map_err(Refusal::System)?;
        Ok(file)
    }
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(error) if error.raw_os_error().is_some() => Refusal::System(error),
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
            Refusal::Encrypted
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Refusal::Unsupported
        }
        _ => Refusal::Broken,
    }
}

/// Lo que hay en el zip, sin descomprimir nada.
fn items<R: Read + Seek>(zip: &ZipArchive<R>) -> Result<Vec<Item>, Refusal> {
    let mut items = Vec::new();
    for handle in 0..zip.len() {
        let entry = zip.by_index_data(handle).map_err(refusal)?;
        let name = entry_name(entry.name_raw(), entry.name().ok().as_deref());
        if name
            .as_deref()
            .is_ok_and(|name| name.ends_with(['/', '\\']))
        {
            continue;
        }
        let (path, flaw) = match name.and_then(|name| components(&name)) {
            Ok(path) => (path, None),
            Err((path, flaw)) => (path, Some(flaw)),
        };
        let kind = flaw
            .or_else(|| type_flaw(entry.unix_mode()))
            .or_else(|| entry.encrypted().then_some(Flaw::Encrypted))
            .map_or(Kind::File, Kind::Flawed);
        items.push(Item {
            path,
            kind,
            bytes: entry.size(),
            modified: entry.last_modified().map_or(0, comparable),
            handle,
        });
    }
    items.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(items)
}

/// Una fecha de DOS como un número que crece con ella.
fn comparable(date: zip::DateTime) -> i64 {
    (i64::from(date.datepart()) << 16) | i64::from(date.timepart())
}

/// El nombre: UTF-8 si lo es, lo diga su marca o no; y si no, la página 437.
fn entry_name(raw: &[u8], decoded: Option<&str>) -> Result<String, (Vec<String>, Flaw)> {
    std::str::from_utf8(raw)
        .ok()
        .or(decoded)
        .map(str::to_owned)
        .ok_or_else(|| {
            let name = String::from_utf8_lossy(raw).into_owned();
            (vec![name], Flaw::Unnamed)
        })
}

/// Las partes de la ruta `name`. Las barras de Windows valen: hay programas que las
/// escriben, y con estas partes no se va a crear ningún archivo.
///
/// # Errores
/// Lo que tiene de malo, con el nombre para contarlo.
pub fn components(name: &str) -> Result<Vec<String>, (Vec<String>, Flaw)> {
    let whole = || vec![name.to_owned()];
    let drive = name.as_bytes().get(1) == Some(&b':')
        && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if name.starts_with(['/', '\\']) || drive {
        return Err((whole(), Flaw::Absolute));
    }
    if name.contains('\0') {
        return Err((whole(), Flaw::Unnamed));
    }
    let parts: Vec<String> = name
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
        .map(str::to_owned)
        .collect();
    if parts.iter().any(|part| part == "..") {
        return Err((whole(), Flaw::Escapes));
    }
    if parts.is_empty() {
        return Err((whole(), Flaw::Unnamed));
    }
    Ok(parts)
}

/// Qué tiene de malo la clase de archivo que dicen los permisos de Unix del zip.
fn type_flaw(mode: Option<u32>) -> Option<Flaw> {
    match mode? & nix::libc::S_IFMT {
        0 | nix::libc::S_IFREG => None,
        nix::libc::S_IFLNK => Some(Flaw::Symlink),
        _ => Some(Flaw::Special),
    }
}

/// Cuántos archivos dice tener, lo más que pueda entenderse: quien abre un zip reserva
/// memoria para todos antes de mirarlos, y un zip pequeño puede decir que son millones.
fn declared_entries(file: &mut File) -> io::Result<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const END_64: &[u8] = b"PK\x06\x06";
    // Final de un zip: firma, dos discos, dos cuentas de archivos. Las de zip64, tras
    // su propio tamaño, dos versiones y dos discos.
    const COUNT_AT: usize = 10;
    const COUNT_64_AT: usize = 32;
    const TAIL: usize = COUNT_64_AT + 8;
    const BLOCK: usize = 64 << 10;

    file.rewind()?;
    let mut most = 0;
    let mut window = Vec::new();
    loop {
        let read = file.by_ref().take(BLOCK as u64).read_to_end(&mut window)?;
        for at in 0..window.len().saturating_sub(END.len()) {
            let here = &window[at..];
            if here.starts_with(END) {
                let count = here.get(COUNT_AT..COUNT_AT + 2);
                most = most.max(count.map_or(0, number));
            } else if here.starts_with(END_64) {
                let count = here.get(COUNT_64_AT..TAIL);
                let size = here.get(4..12).map_or(0, number);
                // El tamaño de ese registro es pequeño: si no, es casualidad.
                if size < BLOCK as u64 {
                    most = most.max(count.map_or(0, number));
                }
            }
        }
        if read == 0 {
            break;
        }
        window.drain(..window.len().saturating_sub(TAIL));
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(most)
}

/// Un número escrito con los bytes bajos delante.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_is_only_what_is_below() {
        assert_eq!(components("a/b/lib.rs").unwrap(), ["a", "b", "lib.rs"]);
        assert_eq!(components("a\\.\\lib.rs").unwrap(), ["a", "lib.rs"]);
        let flaw = |name: &str| components(name).unwrap_err().1;
        assert_eq!(flaw("../lib.rs"), Flaw::Escapes);
        assert_eq!(flaw("a\\..\\..\\lib.rs"), Flaw::Escapes);
        assert_eq!(flaw("/etc/passwd"), Flaw::Absolute);
        assert_eq!(flaw("C:\\lib.rs"), Flaw::Absolute);
        assert_eq!(flaw("lib\0.rs"), Flaw::Unnamed);
        assert_eq!(flaw("./"), Flaw::Unnamed);
    }

    proptest! {
        #[test]
        fn no_name_gives_a_path_that_climbs(name in any::<String>()) {
            if let Ok(parts) = components(&name) {
                prop_assert!(!parts.is_empty());
                for part in parts {
                    prop_assert!(part != ".." && part != "." && !part.is_empty());
                    prop_assert!(!part.contains(['/', '\\', '\0']));
                }
            }
        }
    }
}
