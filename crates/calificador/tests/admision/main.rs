//! Lo que llega del aula, por bien o mal que venga.

#[path = "../clase/mod.rs"]
mod clase;
mod descargas;
mod nombres;
mod roto;
mod zip_hostil;

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use calificador::intake::{Intake, Request, Roster, admit};
use calificador::model::Entry;
use clase::zip::{self, Entry as Zipped};

const GOOD: &str = "pub fn write_message() {}\npub fn read_message() {}\n";

/// Admite lo que hay en `input`, y comprueba que cada archivo se guardó antes.
fn admitted(input: &Path, assigned: &[&str], roster: Option<&Roster>) -> anyhow::Result<Intake> {
    let assigned: Vec<String> = assigned.iter().map(ToString::to_string).collect();
    let mut kept = std::collections::BTreeMap::new();
    let intake = admit(
        &Request {
            input,
            steps: &clase::steps(),
            assigned: &assigned,
            roster,
            due: &|_| None,
        },
        &mut |sha256, text| {
            kept.insert(sha256.to_owned(), text.to_owned());
            Ok(())
        },
    )?;
    for entry in &intake.entries {
        for source in entry.sources.values() {
            assert_eq!(kept[&source.sha256].len() as u64, source.bytes);
        }
    }
    Ok(intake)
}

/// Lo mismo, con un zip y pidiendo solo el paso 3.
fn from_zip(entries: &[Zipped]) -> Intake {
    from_bytes(&zip::zip(entries))
}

fn from_bytes(bytes: &[u8]) -> Intake {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("descarga.zip");
    fs::write(&path, bytes).unwrap();
    admitted(&path, &["paso3"], None).unwrap()
}

/// Deja en el disco los archivos de un zip, como lo haría quien lo extrae.
fn extract(entries: &[Zipped], root: &Path) {
    for entry in entries {
        let path = root.join(std::ffi::OsStr::from_bytes(&entry.name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(
            &mut flate2::read::DeflateDecoder::new(&entry.data[..]),
            &mut bytes,
        )
        .unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Cada entrega en una línea: de quién, de qué archivo sale y qué clases de avisos.
fn lines(intake: &Intake) -> Vec<String> {
    intake.entries.iter().map(line).collect()
}

fn line(entry: &Entry) -> String {
    let originals: Vec<&str> = entry
        .sources
        .values()
        .map(|source| source.original.as_str())
        .collect();
    let kinds: Vec<String> = entry
        .notices
        .iter()
        .map(|notice| format!("{:?}", notice.kind))
        .collect();
    format!(
        "{} {} [{}] {}",
        entry.id,
        entry.student.name,
        originals.join(","),
        kinds.join(",")
    )
}
