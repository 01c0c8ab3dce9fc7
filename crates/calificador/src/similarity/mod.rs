//! Qué entregas se parecen, y en qué líneas.
//!
//! Es el método de Schleimer, Wilkerson y Aiken (*Winnowing: local algorithms for
//! document fingerprinting*, SIGMOD 2003), el de MOSS: cada programa se reduce a sus
//! piezas —sin comentarios, ni formato, ni nombres, ni valores—, de cada ristra de
//! piezas seguidas sale un número, y de cada ventana de números se guarda uno, su
//! huella. Dos programas se parecen tanto como huellas tienen en común.
//!
//! No cuentan las huellas de lo que se dio hecho (la referencia y el esqueleto), ni
//! las que tiene media clase: se parecen porque el ejercicio es corto y no hay
//! muchas maneras de hacerlo, no porque nadie haya copiado.
//!
//! Lo que esta habitación no debe hacer nunca: acusar. Ordena parejas y enseña por
//! qué están donde están; mirar y decidir es cosa de una persona.

mod fingerprints;
mod fragments;
mod marks;
mod ranking;
mod tokens;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use ranking::compare;

/// Lo que hay que decir siempre junto a la lista de parejas.
pub const NOTE: &str = "Los ejercicios son cortos y las respuestas buenas se parecen por \
    fuerza: un porcentaje alto no demuestra nada. Se han quitado la solución, el \
    esqueleto y lo que repite mucha gente; mira cada pareja en comparación con las demás \
    de la clase, lee los dos fragmentos y habla con quienes los firman antes de decidir.";

/// Un archivo de la clase.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// De quién es: lo mismo que [`crate::model::Entry::id`]. Único.
    pub id: &'a str,
    /// El archivo entero, compile o no.
    pub text: &'a str,
}

/// Cómo se compara. Los valores de fábrica están ajustados a estos ejercicios.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Piezas seguidas de las que sale un número: coincidencias más cortas son ruido.
    /// Las de una ristra son todas de la misma función.
    pub noise: usize,
    /// Números por ventana: con `noise + window - 1` piezas iguales seguidas siempre
    /// hay al menos una huella en común.
    pub window: usize,
    /// Una huella que está en más archivos que estos no dice nada de nadie…
    pub common_files: usize,
    /// …salvo que la clase sea tan grande que esta parte de ella sean más.
    pub common_share: f64,
    /// Parejas que se enseñan, como mucho.
    pub pairs: usize,
    /// Piezas que se miran de cada archivo. Es lo que acota el coste cuando alguien
    /// entrega un archivo descomunal.
    pub tokens: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            noise: 8,
            window: 4,
            common_files: 10,
            common_share: 0.25,
            pairs: 100,
            tokens: 5000,
        }
    }
}

/// Los parecidos de un paso en toda la clase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Similarity {
    /// El paso: `paso3`.
    pub step: String,
    /// Archivos que se han mirado.
    pub documents: usize,
    /// Quienes no tienen bastante código propio para compararlo: casi todo lo suyo
    /// está en la referencia, en el esqueleto o en media clase.
    pub too_short: Vec<String>,
    /// Quienes entregaron tanto que solo se ha mirado el principio.
    pub cut_short: Vec<String>,
    /// Cómo se reparten los parecidos de todas las parejas que se pueden comparar.
    pub distribution: Distribution,
    /// Archivos que son el mismo.
    pub groups: Vec<Group>,
    /// Las parejas que más se parecen, primero las que más.
    pub pairs: Vec<Pair>,
}

/// Archivos que, mirados de cierta manera, son el mismo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Mirados de qué manera.
    pub kinship: Kinship,
    /// De quiénes son.
    pub ids: Vec<String>,
}

/// Hasta dónde llega el parecido, de más a menos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kinship {
    /// Los bytes son los mismos.
    SameFile,
    /// Solo cambian los comentarios y el formato.
    SameCode,
    /// Además cambian los nombres o los valores.
    SameShape,
    /// Coinciden trozos.
    Partial,
}

/// Cómo se reparten los parecidos de una clase: lo que permite saber si una pareja
/// se sale de lo normal.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Distribution {
    /// Parejas comparadas.
    pub pairs: u64,
    /// La mitad de las parejas se parece menos que esto.
    pub median: f64,
    /// Tres de cada cuatro.
    pub third_quartile: f64,
    /// Noventa y nueve de cada cien.
    pub percentile_99: f64,
    /// Parejas por cada tramo de un vigésimo: `[0, 0.05)`, … `[0.95, 1]`.
    pub histogram: [u64; 20],
    /// A partir de aquí una pareja se sale de lo normal; `None` si la clase es tan
    /// pequeña que no hay normal.
    pub unusual_from: Option<f64>,
}

/// Dos archivos que se parecen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// De quién es uno. `left < right`.
    pub left: String,
    /// De quién es el otro.
    pub right: String,
    /// Cuánto se parecen, de 0 a 1: las huellas comunes entre la media de las que
    /// tiene cada uno. Vale lo mismo mirado desde cualquiera de los dos.
    pub score: f64,
    /// Qué parte de lo propio del primero está también en el segundo.
    pub of_left: f64,
    /// Qué parte de lo propio del segundo está también en el primero.
    pub of_right: f64,
    /// Qué parte de las parejas de la clase se parece menos que esta.
    pub above: f64,
    /// Si se sale de lo normal en esta clase.
    pub unusual: bool,
    /// Hasta dónde llega el parecido.
    pub kinship: Kinship,
    /// Los trozos que coinciden, en el orden del primero.
    pub fragments: Vec<Fragment>,
    /// Rarezas que comparten y que casi nadie más tiene: un comentario, un texto, un
    /// nombre. Es lo que más dice cuando el código no da para diferenciarse.
    pub marks: Vec<String>,
}

/// Un trozo que coincide en los dos archivos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// Dónde está en el primero.
    pub left: Lines,
    /// Dónde está en el segundo.
    pub right: Lines,
    /// Piezas seguidas que coinciden.
    pub tokens: usize,
}

/// Unas líneas de un archivo, contando desde 1; las dos entran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lines {
    /// La primera.
    pub first: u32,
    /// La última.
    pub last: u32,
}
