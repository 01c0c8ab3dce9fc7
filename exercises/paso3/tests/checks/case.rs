//! Un caso: una pregunta que se puede hacer a los dos programas.

use std::fmt::Write as _;

/// Una pregunta.
#[derive(Debug, Clone)]
pub enum Case {
    /// Escribir `text` en una región que contiene `region`.
    Write {
        /// Los bytes que hay antes.
        region: Vec<u8>,
        /// El texto.
        text: String,
    },
    /// Leer el mensaje de una región que contiene `region`.
    Read {
        /// Los bytes que hay.
        region: Vec<u8>,
    },
}

impl Case {
    /// Escribir `text` en `region`.
    pub fn write(region: Vec<u8>, text: &str) -> Self {
        Self::Write {
            region,
            text: text.to_owned(),
        }
    }

    /// Leer de `region`.
    pub fn read(region: Vec<u8>) -> Self {
        Self::Read { region }
    }

    /// La línea que entiende el programa (`--dialogo`).
    pub fn question(&self) -> String {
        match self {
            Self::Write { region, text } => {
                format!("write {} {}", to_hex(region), to_hex(text.as_bytes()))
            }
            Self::Read { region } => format!("read {}", to_hex(region)),
        }
    }

    /// La pregunta, contada para una persona.
    pub fn describe(&self) -> String {
        match self {
            Self::Write { region, text } => format!(
                "write_message con el texto {text:?} ({}) en una región de {}",
                bytes(text.len()),
                bytes(region.len())
            ),
            Self::Read { region } => {
                format!(
                    "read_message en una región de {}: {}",
                    bytes(region.len()),
                    show(region)
                )
            }
        }
    }
}

/// Una respuesta, ya separada en sus dos partes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `ok`, o el nombre del error.
    pub result: String,
    /// Al escribir, la región después; al leer, el texto.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Lo que dice una línea del programa; `None` si no la escribió él.
    pub fn parse(line: &str) -> Option<Self> {
        let (result, bytes) = line.split_once(' ')?;
        let known = match result.split_once(':') {
            Some(("TooLong" | "ContainsNul", number)) => number.parse::<usize>().is_ok(),
            Some(_) => false,
            None => matches!(result, "ok" | "Unterminated" | "InvalidUtf8"),
        };
        known.then_some(())?;
        Some(Self {
            result: result.to_owned(),
            bytes: from_hex(bytes)?,
        })
    }

    /// Si el error es `name`, con los datos que sean.
    pub fn is(&self, name: &str) -> bool {
        self.result.split(':').next() == Some(name)
    }

    /// Si la respuesta no es un error.
    pub fn is_ok(&self) -> bool {
        self.result == "ok"
    }

    /// La respuesta, contada para una persona.
    pub fn describe(&self, case: &Case) -> String {
        let result = match self.result.split_once(':') {
            Some(("TooLong", max)) => format!("Err(TooLong {{ max: {max} }})"),
            Some((_, position)) => format!("Err(ContainsNul {{ position: {position} }})"),
            None if self.is_ok() => "Ok".to_owned(),
            None => format!("Err({})", self.result),
        };
        match case {
            Case::Write { .. } => format!("{result}, y la región queda así: {}", show(&self.bytes)),
            Case::Read { .. } if self.is_ok() => {
                format!("Ok({:?})", String::from_utf8_lossy(&self.bytes))
            }
            Case::Read { .. } => result,
        }
    }
}

fn bytes(count: usize) -> String {
    castellano::plural(count, "byte", "bytes")
}

/// Los bytes como se ven en un volcado: `48 6f 6c 61 00`.
fn show(bytes: &[u8]) -> String {
    const SHOWN: usize = 24;
    if bytes.is_empty() {
        return "(vacía)".to_owned();
    }
    let mut text = String::new();
    for byte in bytes.iter().take(SHOWN) {
        let _ = write!(text, "{byte:02x} ");
    }
    if bytes.len() > SHOWN {
        text + "…"
    } else {
        text.trim_end().to_owned()
    }
}

fn to_hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "-".to_owned();
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text == "-" {
        return Some(Vec::new());
    }
    // Así no lo escribe el programa: es de quien escribe donde no debe.
    if text.is_empty() || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
