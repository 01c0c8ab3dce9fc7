//! Un renglón del diario: JSON, con su suma de comprobación delante.
//!
//! `{"crc32":"1a2b3c4d","record":{…}}`. La suma es la de los bytes de `record`, tal
//! como están escritos: cada renglón se comprueba sin entenderlo, y sigue siendo JSON
//! que lee cualquiera.

use serde::{Deserialize, Serialize};

use crate::model::Grade;

/// Lo que se anota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// El primer renglón: qué es este archivo.
    Journal {
        /// Sube si cambia lo que significan los renglones.
        version: u32,
    },
    /// El resultado de un trabajo.
    Graded {
        /// El paso.
        step: String,
        /// SHA-256 del archivo.
        sha256: String,
        /// Resumen del curso y del compilador.
        toolchain: String,
        /// Si fue dentro de la caja.
        boxed: bool,
        /// El intento: 1, salvo que los anteriores fallaran por nuestra culpa.
        attempt: u32,
        /// El resultado.
        grade: Box<Grade>,
    },
}

const BEFORE_SUM: &str = "{\"crc32\":\"";
const BEFORE_RECORD: &str = "\",\"record\":";
const SUM: usize = 8;

/// El renglón de `record`, con su final de línea.
///
/// # Errores
/// Si no se puede escribir como JSON.
pub fn encode(record: &Record) -> serde_json::Result<String> {
    let record = serde_json::to_string(record)?;
    let sum = crc32fast::hash(record.as_bytes());
    Ok(format!("{BEFORE_SUM}{sum:08x}{BEFORE_RECORD}{record}}}\n"))
}

/// Lo que dice un renglón, sin su final de línea; `None` si no está entero.
pub fn decode(line: &[u8]) -> Option<Record> {
    let line = std::str::from_utf8(line).ok()?;
    let rest = line.strip_prefix(BEFORE_SUM)?;
    let (sum, rest) = rest.split_at_checked(SUM)?;
    let record = rest.strip_prefix(BEFORE_RECORD)?.strip_suffix('}')?;
    let sum = u32::from_str_radix(sum, 16).ok()?;
    if sum != crc32fast::hash(record.as_bytes()) {
        return None;
    }
    serde_json::from_str(record).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Code;

    fn record(reason: &str) -> Record {
        Record::Graded {
            step: "paso3".into(),
            sha256: "ab".repeat(32),
            toolchain: "t".into(),
            boxed: true,
            attempt: 1,
            grade: Box::new(Grade::unjudged(Code::Wrong, 10, reason)),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(reason in any::<String>()) {
            let line = encode(&record(&reason)).unwrap();

            prop_assert!(line.ends_with('\n'));
            prop_assert_eq!(line.trim_end_matches('\n').matches('\n').count(), 0);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
            prop_assert_eq!(decode(line.trim_end_matches('\n').as_bytes()), Some(record(&reason)));
        }

        #[test]
        fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let line = encode(&record("¿ñ?")).unwrap();
            let mut bytes = line.trim_end().as_bytes().to_vec();
            let at = at.index(bytes.len());
            prop_assume!(bytes[at] != byte);
            bytes[at] = byte;

            let read = decode(&bytes);

            // Cambiar una letra de la suma de mayúscula a minúscula no la cambia.
            prop_assert!(read.is_none() || read == Some(record("¿ñ?")));
        }

        #[test]
        fn any_bytes_can_be_asked(bytes in any::<Vec<u8>>()) {
            let _ = decode(&bytes);
        }
    }
}
