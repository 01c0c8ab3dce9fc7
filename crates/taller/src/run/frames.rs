//! Lo que el vigía le cuenta al servidor, trama a trama, por una tubería.
//!
//! Una trama es un byte que dice qué es, cuatro con la longitud y el contenido.

use std::io::{self, ErrorKind};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt};

/// Más larga no la escribe el vigía: si llega, la tubería no es suya.
const LONGEST: u32 = 1 << 20;

/// Una noticia del vigía.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// El programa escribió por la salida estándar.
    Stdout(Vec<u8>),
    /// El programa escribió por la salida de errores.
    Stderr(Vec<u8>),
    /// Ya no queda nada del programa.
    End(Ending),
}

/// Cómo acabó una ejecución vigilada.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    pub outcome: Outcome,
    /// Lo que tardó el proceso principal, en microsegundos.
    pub elapsed_us: u64,
    /// Descendientes que seguían vivos y hubo que terminar.
    pub left_running: usize,
    /// Descendientes terminados que nadie recogió.
    pub zombies: usize,
}

/// Por qué acabó.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    Exited {
        code: i32,
    },
    Killed {
        signal: i32,
    },
    /// Agotó su plazo.
    Deadline,
    /// Escribió más de lo que se deja.
    Flood,
    /// Creó más procesos de los que se dejan.
    Crowd,
    /// Ocuparon entre todos más memoria de la que se deja.
    Heavy,
    /// El lector pulsó Parar, cerró la página o el servidor desapareció.
    Cancelled,
    /// No se pudo empezar, y por qué.
    NotStarted {
        reason: String,
    },
}

const STDOUT: u8 = b'O';
const STDERR: u8 = b'E';
const END: u8 = b'F';

impl Frame {
    /// Los bytes de la trama.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Stdout(bytes) => encode(STDOUT, bytes),
            Self::Stderr(bytes) => encode(STDERR, bytes),
            // Un final es texto y números: siempre se puede escribir.
            Self::End(ending) => encode(END, &serde_json::to_vec(ending).unwrap_or_default()),
        }
    }

    /// Lee la trama siguiente; `None` si el vigía cerró la tubería entre dos.
    ///
    /// # Errores
    /// Si la tubería se corta a medias o lo que llega no es una trama.
    pub async fn read(source: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let tag = match source.read_u8().await {
            Ok(tag) => tag,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        };
        let length = source.read_u32().await?;
        if length > LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length as usize];
        source.read_exact(&mut bytes).await?;
        match tag {
            STDOUT => Ok(Some(Self::Stdout(bytes))),
            STDERR => Ok(Some(Self::Stderr(bytes))),
            END => Ok(Some(Self::End(serde_json::from_slice(&bytes)?))),
            _ => Err(ErrorKind::InvalidData.into()),
        }
    }
}

fn encode(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut frame = Vec::with_capacity(bytes.len() + 5);
    frame.push(tag);
    frame.extend(length.to_be_bytes());
    frame.extend(bytes);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lo_que_se_escribe_se_lee() {
        let frames = [
            Frame::Stdout("¡Hola!\n".into()),
            Frame::Stderr(Vec::new()),
            Frame::End(Ending {
                outcome: Outcome::Exited { code: 3 },
                elapsed_us: 1200,
                left_running: 1,
                zombies: 0,
            }),
        ];
        let bytes: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();

        let mut source = bytes.as_slice();
        for frame in frames {
            assert_eq!(Frame::read(&mut source).await.unwrap(), Some(frame));
        }
        assert_eq!(Frame::read(&mut source).await.unwrap(), None);
    }

    #[tokio::test]
    async fn lo_que_no_es_una_trama_no_se_acepta() {
        let cases: [&[u8]; 3] = [b"O\0\0\0\x05abc", b"O\xff\xff\xff\xff", b"Z\0\0\0\0"];
        for mut bytes in cases {
            assert!(Frame::read(&mut bytes).await.is_err());
        }
    }
}
