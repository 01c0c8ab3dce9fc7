//! Un CSV leído sin perder ni un byte: de cada casilla se sabe dónde empieza y acaba.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Result, bail};

use super::charset::Charset;

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Los separadores que ofrece Moodle.
const DELIMITERS: [u8; 4] = *b",;:\t";

/// Una hoja, con los bytes que tenía.
pub struct Sheet<'a> {
    bytes: &'a [u8],
    rows: Vec<Vec<Range<usize>>>,
    /// Cómo están escritos.
    pub charset: Charset,
    /// Lo que separa las casillas.
    pub delimiter: u8,
}

impl<'a> Sheet<'a> {
    /// Lee `bytes`.
    ///
    /// # Errores
    /// Si no es texto, o si unas comillas no se cierran.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let charset = Charset::of(bytes)?;
        let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        let delimiter = guess_delimiter(&bytes[start..]);
        let rows = scan(bytes, start, delimiter)?;
        Ok(Self {
            bytes,
            rows,
            charset,
            delimiter,
        })
    }

    /// Las filas, con la cabecera.
    pub fn rows(&self) -> impl Iterator<Item = &[Range<usize>]> {
        self.rows.iter().map(Vec::as_slice)
    }

    /// El texto de la casilla `column` de `row`; vacío si no la tiene.
    pub fn value(&self, row: &[Range<usize>], column: usize) -> String {
        let raw = row
            .get(column)
            .map_or(&b""[..], |cell| &self.bytes[cell.clone()]);
        let text = self.charset.read(raw);
        match text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
        {
            Some(inside) => inside.replace("\"\"", "\""),
            None => text.into_owned(),
        }
    }

    /// La hoja con otros textos en las casillas de `edits` (fila y columna).
    pub fn with(&self, edits: &BTreeMap<(usize, usize), String>) -> Vec<u8> {
        let mut filled = Vec::with_capacity(self.bytes.len() + edits.len() * 64);
        let mut copied = 0;
        for (&(row, column), text) in edits {
            let Some(cell) = self.rows.get(row).and_then(|row| row.get(column)) else {
                continue;
            };
            let raw = &self.bytes[cell.clone()];
            filled.extend_from_slice(&self.bytes[copied..cell.start]);
            filled.extend_from_slice(&self.encoded(raw, text));
            copied = cell.end;
        }
        filled.extend_from_slice(&self.bytes[copied..]);
        filled
    }

    /// `text` como casilla, entre comillas si las tenía `before` o si las necesita.
    fn encoded(&self, before: &[u8], text: &str) -> Vec<u8> {
        let special = |b: u8| b == self.delimiter || matches!(b, b'"' | b'\n' | b'\r');
        // Como lo hace Moodle, que pone comillas en cuanto hay un espacio.
        let needs = text.bytes().any(|b| special(b) || b == b' ');
        if before.starts_with(b"\"") || needs {
            let quoted = format!("\"{}\"", text.replace('"', "\"\""));
            self.charset.write(&quoted)
        } else {
            self.charset.write(text)
        }
    }
}

/// El separador que más sale en la cabecera, fuera de comillas.
fn guess_delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for &byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                if let Some(at) = DELIMITERS.iter().position(|&d| d == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    // Si hay empate gana el primero: la coma, que es el de Moodle si no se cambia.
    let best = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|&count| count == best).unwrap_or(0);
    DELIMITERS[at]
}

/// Dónde está cada casilla. Una línea vacía es una fila con una casilla vacía.
fn scan(bytes: &[u8], start: usize, delimiter: u8) -> Result<Vec<Vec<Range<usize>>>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        let end = cell_end(bytes, at, delimiter)?;
        row.push(at..end);
        match bytes.get(end) {
            Some(&byte) if byte == delimiter => {
                at = end + 1;
                if at == bytes.len() {
                    row.push(at..at);
                }
            }
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => {
                at = end + 2;
                rows.push(std::mem::take(&mut row));
            }
            _ => {
                at = end + 1;
                rows.push(std::mem::take(&mut row));
            }
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Ok(rows)
}

/// Dónde acaba la casilla que empieza en `start`.
fn cell_end(bytes: &[u8], start: usize, delimiter: u8) -> Result<usize> {
    let is_end = |b: u8| b == delimiter || b == b'\n' || b == b'\r';
    let mut at = start;
    if bytes.get(at) == Some(&b'"') {
        at += 1;
        loop {
            match bytes.get(at) {
                None => {
                    let line = bytes[..start].split(|&b| b == b'\n').count();
                    bail!(
                        "la hoja de calificaciones está incompleta: las comillas de la línea {line} no se cierran"
                    );
                }
                Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 2,
                Some(b'"') => break,
                Some(_) => at += 1,
            }
        }
        at += 1;
    }
    while bytes.get(at).is_some_and(|&b| !is_end(b)) {
        at += 1;
    }
    Ok(at)
}
