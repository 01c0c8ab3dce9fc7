//! El diario: cada resultado, en el disco en cuanto lo hay.
//!
//! Solo crece. Un renglón se escribe entero y se espera a que esté en el disco antes de
//! seguir, así que matar al calificador pierde como mucho lo que estaba haciendo. Al
//! abrirlo se lee entero:
//!
//! - el último renglón puede estar a medias (se fue la luz mientras se escribía): se
//!   quita, y ese trabajo se repite;
//! - cualquier otro renglón que no cuadre con su suma es un diario estropeado, y no se
//!   sigue: de lo que falta no se sabría nada;
//! - de los resultados de un mismo trabajo vale el último que sea un veredicto.
//!
//! Un resultado es de un contenido, un paso, un curso y un compilador: no de una persona.
//! Por eso dos entregas iguales se califican una vez, y volver a calificar una clase
//! donde solo hay una entrega nueva es calificar esa. Los resultados no se guardan en
//! memoria: se sabe en qué parte del archivo están y se leen de ahí.

mod line;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::durable;
use crate::model::{Code, Grade};

pub use line::{Record, decode, encode};

/// La versión de los renglones.
const VERSION: u32 = 1;

/// Con qué se califica. Con otra cosa, los resultados son otros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bench {
    /// Resumen del curso y del compilador.
    pub toolchain: String,
    /// Si se hace dentro de la caja.
    pub boxed: bool,
}

/// Qué trabajo es: un paso y el SHA-256 de un archivo.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// El paso.
    pub step: String,
    /// SHA-256 del archivo, en hexadecimal.
    pub sha256: String,
}

/// Dónde está un resultado.
#[derive(Debug, Clone, Copy)]
struct Place {
    offset: u64,
    length: usize,
    code: Code,
    max_points: u32,
}

/// Un diario abierto.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    end: u64,
    bench: Bench,
    index: HashMap<Key, Place>,
}

impl Journal {
    /// Abre el diario de `path`, o lo empieza, para añadirle renglones.
    ///
    /// # Errores
    /// Si no se puede leer o escribir, o está estropeado.
    pub fn open(path: &Path, bench: Bench) -> Result<Self> {
        let broken = || format!("no se puede abrir el diario {}", path.display());
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .with_context(broken)?;
        let mut journal = Self::replay(path, file, bench)?;
        let size = journal.file.metadata().with_context(broken)?.len();
        if size > journal.end {
            journal.file.set_len(journal.end).with_context(broken)?;
        }
        if journal.end == 0 {
            journal.write(&Record::Journal { version: VERSION })?;
            durable::settle(path.parent().unwrap_or(Path::new(".")));
        }
        Ok(journal)
    }

    /// Lee el diario de `path` sin tocarlo: para reunirlo con otros.
    ///
    /// # Errores
    /// Si no se puede leer o está estropeado.
    pub fn read(path: &Path, bench: Bench) -> Result<Self> {
        let file = File::open(path)
            .with_context(|| format!("no se puede abrir el diario {}", path.display()))?;
        Self::replay(path, file, bench)
    }

    fn replay(path: &Path, file: File, bench: Bench) -> Result<Self> {
        let mut journal = Self {
            path: path.to_owned(),
            file,
            end: 0,
            bench,
            index: HashMap::new(),
        };
        let broken = || format!("no se puede leer el diario {}", path.display());
        let mut reader = BufReader::new(journal.file.try_clone().with_context(broken)?);
        reader.seek(SeekFrom::Start(0)).with_context(broken)?;
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).with_context(broken)?;
            if length == 0 {
                break;
            }
            let record = line.strip_suffix(b"\n").and_then(decode);
            let Some(record) = record else {
                if reader.fill_buf().with_context(broken)?.is_empty() {
                    // El último, a medias: como si no se hubiera escrito.
                    break;
                }
                return Err(journal.corrupt(number));
            };
            journal.admit(&record, length, number)?;
            journal.end += length as u64;
        }
        Ok(journal)
    }

    /// Apunta en el índice lo que dice un renglón que ya está en el archivo.
    fn admit(&mut self, record: &Record, length: usize, number: u64) -> Result<()> {
        match record {
            Record::Journal { version } if number == 1 => {
                if *version != VERSION {
                    bail!(
                        "{} lo escribió otra versión del taller ({version}, y esta es la \
                         {VERSION}): usa otra carpeta de salida",
                        self.path.display()
                    );
                }
            }
            Record::Graded {
                step,
                sha256,
                toolchain,
                boxed,
                grade,
                ..
            } if number > 1 => {
                if *toolchain == self.bench.toolchain && *boxed == self.bench.boxed {
                    let key = Key {
                        step: step.clone(),
                        sha256: sha256.clone(),
                    };
                    self.point(key, grade, length);
                }
            }
            _ => return Err(self.corrupt(number)),
        }
        Ok(())
    }

    /// El resultado de `key` está donde acaba el diario. Un fallo nuestro no borra un
    /// veredicto anterior.
    fn point(&mut self, key: Key, grade: &Grade, length: usize) {
        let known = self.index.get(&key);
        if !grade.code.is_verdict() && known.is_some_and(|known| known.code.is_verdict()) {
            return;
        }
        let place = Place {
            offset: self.end,
            length,
            code: grade.code,
            max_points: grade.max_points,
        };
        self.index.insert(key, place);
    }

    fn corrupt(&self, number: u64) -> anyhow::Error {
        anyhow::anyhow!(
            "el diario está estropeado: el renglón {number} de {} no cuadra con su suma de \
             comprobación. Alguien lo ha cambiado, o falla el disco. Si tienes una copia, \
             recupérala; si no, aparta ese archivo con otro nombre y vuelve a calificar: se \
             empezará de cero",
            self.path.display()
        )
    }

    /// Anota un resultado. Al volver está en el disco.
    ///
    /// # Errores
    /// Si no se puede escribir.
    pub fn append(&mut self, key: &Key, attempt: u32, grade: &Grade) -> Result<()> {
        let record = Record::Graded {
            step: key.step.clone(),
            sha256: key.sha256.clone(),
            toolchain: self.bench.toolchain.clone(),
            boxed: self.bench.boxed,
            attempt,
            grade: Box::new(grade.clone()),
        };
        let start = self.end;
        let length = self.write(&record)?;
        let end = std::mem::replace(&mut self.end, start);
        self.point(key.clone(), grade, length);
        self.end = end;
        Ok(())
    }

    /// Escribe un renglón al final; si no cabe entero, lo deja como estaba.
    fn write(&mut self, record: &Record) -> Result<usize> {
        let broken = || {
            format!(
                "no se puede escribir en el diario {}; lo calificado hasta ahora está a salvo",
                self.path.display()
            )
        };
        let line = encode(record).with_context(broken)?;
        self.file
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| self.file.write_all(line.as_bytes()))
            .and_then(|()| self.file.sync_data())
            .inspect_err(|_| {
                // Si ni esto se puede, al abrirlo se verá que el último está a medias.
                let _ = self.file.set_len(self.end);
            })
            .with_context(broken)?;
        self.end += line.len() as u64;
        Ok(line.len())
    }

    /// El código del resultado de `key`, si lo hay.
    pub fn code(&self, key: &Key) -> Option<Code> {
        self.index.get(key).map(|place| place.code)
    }

    /// El resultado de `key`, si lo hay.
    ///
    /// # Errores
    /// Si no se puede leer.
    pub fn grade(&self, key: &Key) -> Result<Option<Grade>> {
        let Some(place) = self.index.get(key) else {
            return Ok(None);
        };
        let broken = || format!("no se puede leer el diario {}", self.path.display());
        let mut line = vec![0; place.length];
        self.file
            .read_exact_at(&mut line, place.offset)
            .with_context(broken)?;
        match line.strip_suffix(b"\n").and_then(decode) {
            Some(Record::Graded { grade, .. }) => Ok(Some(*grade)),
            _ => bail!(
                "el diario {} ha cambiado mientras se leía",
                self.path.display()
            ),
        }
    }

    /// Los puntos que vale `step`, si se ha calificado alguno.
    pub fn max_points(&self, step: &str) -> Option<u32> {
        self.index
            .iter()
            .filter(|(key, _)| key.step == step)
            .map(|(_, place)| place.max_points)
            .max()
    }

    /// Los trabajos que tienen resultado, en orden.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.index.keys().cloned().collect();
        keys.sort();
        keys
    }
}

#[cfg(test)]
mod tests;
