//! Un escritor de JSON del tamaño que hace falta: sin dependencias, y correcto
//! por construcción (las comas y las comillas las pone él).
//!
//! ```
//! use explorador::json::Json;
//! let valor = Json::object([("nombre", "Ñ\n".into()), ("n", 3_usize.into())]);
//! assert_eq!(valor.to_string(), "{\"nombre\":\"Ñ\\n\",\"n\":3}");
//! ```

use std::fmt::{self, Write as _};

/// Un valor de JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` o `false`.
    Bool(bool),
    /// Un entero.
    Integer(i128),
    /// Un número con decimales; si no es finito se escribe `null`.
    Float(f64),
    /// Un texto.
    Text(String),
    /// Una lista.
    Array(Vec<Json>),
    /// Un objeto; se escribe en este orden.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Un objeto con estas claves, en este orden.
    pub fn object<K: Into<String>>(fields: impl IntoIterator<Item = (K, Json)>) -> Self {
        Self::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// Una lista con estos valores.
    pub fn array<V: Into<Json>>(values: impl IntoIterator<Item = V>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }

    /// Añade un campo a un objeto; a otro valor no le hace nada.
    pub fn push(&mut self, key: &str, value: impl Into<Json>) {
        if let Self::Object(fields) = self {
            fields.push((key.to_string(), value.into()));
        }
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_string())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Json {
            fn from(value: $integer) -> Self {
                Self::Integer(i128::from(value))
            }
        }
    )*};
}
from_integers!(i32, i64, u16, u32, u64);

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        // Un usize de Linux tiene 64 bits como mucho.
        Self::Integer(i128::try_from(value).unwrap_or(i128::MAX))
    }
}

impl<V: Into<Json>> From<Option<V>> for Json {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<V: Into<Json>> From<Vec<V>> for Json {
    fn from(values: Vec<V>) -> Self {
        Self::array(values)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Float(value) if value.is_finite() => write!(f, "{value}"),
            Self::Null | Self::Float(_) => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Text(text) => write_text(f, text),
            Self::Array(values) => {
                f.write_char('[')?;
                for (place, value) in values.iter().enumerate() {
                    if place > 0 {
                        f.write_char(',')?;
                    }
                    write!(f, "{value}")?;
                }
                f.write_char(']')
            }
            Self::Object(fields) => {
                f.write_char('{')?;
                for (place, (key, value)) in fields.iter().enumerate() {
                    if place > 0 {
                        f.write_char(',')?;
                    }
                    write_text(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            // U+2028/9 son válidos en JSON pero no en un guion de HTML antiguo.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                write!(f, "\\u{:04x}", c as u32)?;
            }
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Un generador minúsculo y repetible: basta para inventar textos hostiles.
    fn next(seed: &mut u64) -> u64 {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        *seed
    }

    fn invented(seed: &mut u64, depth: usize) -> Json {
        match next(seed) % if depth == 0 { 5 } else { 7 } {
            0 => Json::Null,
            1 => Json::Bool(next(seed).is_multiple_of(2)),
            2 => (next(seed).cast_signed() >> (next(seed) % 60)).into(),
            3 => Json::Float(f64::from(u32::try_from(next(seed) % 1000).unwrap()) / 8.0),
            4 => invented_text(seed).into(),
            5 => Json::Array(
                (0..next(seed) % 4)
                    .map(|_| invented(seed, depth - 1))
                    .collect(),
            ),
            _ => Json::Object(
                (0..next(seed) % 4)
                    .map(|n| {
                        (
                            format!("{n}{}", invented_text(seed)),
                            invented(seed, depth - 1),
                        )
                    })
                    .collect(),
            ),
        }
    }

    fn invented_text(seed: &mut u64) -> String {
        const HARD: &[char] = &[
            '"', '\\', '\n', '\0', '\u{7f}', '\u{1b}', 'ñ', '🦀', '\u{2028}', '/', 'a',
        ];
        (0..next(seed) % 12)
            .map(|_| HARD[usize::try_from(next(seed)).unwrap() % HARD.len()])
            .collect()
    }

    fn same(ours: &Json, theirs: &serde_json::Value) -> bool {
        match (ours, theirs) {
            (Json::Null, serde_json::Value::Null) => true,
            (Json::Bool(a), serde_json::Value::Bool(b)) => a == b,
            (Json::Integer(a), serde_json::Value::Number(b)) => {
                b.as_i64().map(i128::from) == Some(*a)
            }
            (Json::Float(a), serde_json::Value::Number(b)) => {
                b.as_f64().is_some_and(|b| (a - b).abs() < f64::EPSILON)
            }
            (Json::Text(a), serde_json::Value::String(b)) => a == b,
            (Json::Array(a), serde_json::Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (Json::Object(a), serde_json::Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
            }
            _ => false,
        }
    }

    #[test]
    fn lo_escrito_lo_lee_igual_otro_programa() {
        let mut seed = 0x9e37_79b9_7f4a_7c15;
        for round in 0..500 {
            let ours = invented(&mut seed, 4);
            let text = ours.to_string();
            let theirs = serde_json::from_str(&text)
                .unwrap_or_else(|why| panic!("vuelta {round}: {why}: {text}"));
            assert!(same(&ours, &theirs), "vuelta {round}: {text}");
        }
    }
}
