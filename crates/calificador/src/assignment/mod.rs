//! La tarea: qué pasos se piden, cuánto pesan, hasta cuándo y en qué escala.
//!
//! De aquí salen las notas, y solo de aquí. Una nota es una cuenta exacta sobre los
//! puntos que dio el juez: se hace con fracciones y se redondea una sola vez, al
//! final, así que la misma entrega da siempre la misma nota, hasta la última cifra.
//!
//! Lo que esta habitación no hace nunca: leer entregas, juzgarlas, o poner un cero
//! por un fallo nuestro ([`crate::model::Code::Infra`] no tiene nota: se mira a mano).

mod due;
mod exact;
mod file;
mod late;
mod mark;
mod problem;
mod scale;
mod template;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Entry, Student};

pub use due::{spanish_date, spanish_duration, spanish_moment};
pub use exact::{Decimal, Exact, parse, plain};
pub use late::{LatePolicy, Lateness, Per, Share};
pub use mark::{Mark, MarkStatus, StepMark};
pub use problem::Problem;
pub use scale::Scale;
pub use template::template;

/// El título que lleva una tarea mientras no se le ponga otro.
pub const DEFAULT_TITLE: &str = "Memoria compartida entre procesos";

/// Una tarea.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Cómo se llama, para los informes y la columna de notas.
    pub title: String,
    /// Los pasos que cuentan, en el orden en que se escribieron.
    pub steps: Vec<Weighted>,
    /// Los retos: suman a la nota, y no entregarlos no resta.
    pub extras: Vec<Weighted>,
    /// La escala de las notas.
    pub scale: Scale,
    /// La zona en la que se dicen las fechas.
    pub zone: TimeZone,
    /// Hasta cuándo se puede entregar. Sin fecha, nada llega tarde.
    pub due: Option<Timestamp>,
    /// Qué pasa con lo que llega tarde.
    pub late: LatePolicy,
    /// Quién tiene otra fecha: por su `id`, correo, usuario, matrícula o nombre.
    pub extensions: BTreeMap<String, Timestamp>,
    /// La nota de quien no entregó nada.
    pub unsubmitted: Unsubmitted,
    /// Dónde está publicado el libro, si lo está: `https://curso.example.org/`.
    pub book: Option<String>,
    /// Cómo se llaman las dos columnas que se rellenan, si no se reconocen solas.
    pub columns: Columns,
    /// Cómo se escriben los decimales en los informes.
    pub point: DecimalPoint,
}

/// Con qué se separan los decimales donde se da la clase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalPoint {
    /// `7,50`: España y casi toda Sudamérica.
    #[default]
    Comma,
    /// `7.50`: México, Centroamérica, Perú…
    Dot,
}

impl DecimalPoint {
    /// `value`, escrito así.
    pub fn write(self, value: Decimal) -> String {
        match self {
            Self::Comma => value.with_comma(),
            Self::Dot => value.to_string(),
        }
    }
}

/// Un paso y lo que cuenta: su peso si es obligatorio, o los puntos de la escala que
/// suma como mucho si es un reto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighted {
    /// El paso: `paso3`.
    pub step: String,
    /// Peso o puntos. Siempre mayor que cero.
    pub weight: Exact,
}

/// La nota de quien no entregó nada.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsubmitted {
    /// La más baja de la escala.
    #[default]
    Lowest,
    /// Ninguna: la casilla se deja como está.
    Blank,
}

/// Los rótulos de las columnas de la hoja de Moodle, cuando el docente los dice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// La de la nota.
    pub grade: Option<String>,
    /// La de los comentarios.
    pub feedback: Option<String>,
}

impl Assignment {
    /// La tarea que se supone cuando nadie escribió una: estos pasos, todos con el
    /// mismo peso, de 0 a 10, sin fecha.
    pub fn for_steps<S: Into<String>>(steps: impl IntoIterator<Item = S>) -> Self {
        Self {
            title: DEFAULT_TITLE.to_owned(),
            steps: steps
                .into_iter()
                .map(|step| Weighted {
                    step: step.into(),
                    weight: exact::whole(1),
                })
                .collect(),
            extras: Vec::new(),
            scale: Scale::default(),
            zone: TimeZone::UTC,
            due: None,
            late: LatePolicy::default(),
            extensions: BTreeMap::new(),
            unsubmitted: Unsubmitted::default(),
            book: None,
            columns: Columns::default(),
            point: DecimalPoint::default(),
        }
    }

    /// Lee una tarea. `name` es como se llama el archivo en los errores, y `known`
    /// los pasos que existen (vacío: no se comprueba).
    ///
    /// # Errores
    /// El primer problema, con su línea y lo que valdría en su lugar.
    pub fn parse(text: &str, name: &str, known: &[&str]) -> Result<Self, Problem> {
        file::read(text, name, known)
    }

    /// Los pasos que hay que calificar: los que cuentan y después los retos.
    pub fn all_steps(&self) -> impl Iterator<Item = &str> {
        self.steps
            .iter()
            .chain(&self.extras)
            .map(|weighted| weighted.step.as_str())
    }

    /// Hasta cuándo puede entregar esta persona, contando su prórroga.
    pub fn due_for(&self, entry: &Entry) -> Option<Timestamp> {
        let mine = self
            .extensions
            .iter()
            .filter(|(who, _)| names(who, &entry.id, &entry.student))
            .map(|(_, &until)| until)
            .max();
        mine.or(self.due)
    }

    /// Las prórrogas que no son de nadie de `entries`, o que podrían ser de más de
    /// uno: casi siempre, un nombre mal escrito.
    pub fn doubtful_extensions(&self, entries: &[Entry]) -> Vec<(&str, usize)> {
        self.extensions
            .keys()
            .map(|who| {
                let matching = entries
                    .iter()
                    .filter(|entry| names(who, &entry.id, &entry.student));
                (who.as_str(), matching.count())
            })
            .filter(|&(_, count)| count != 1)
            .collect()
    }
}

/// Si `who` es esa persona.
fn names(who: &str, id: &str, student: &Student) -> bool {
    let optional = [&student.email, &student.username, &student.id_number];
    let candidates = optional
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain([id, &student.name]);
    let wanted = who.trim().to_lowercase();
    candidates
        .into_iter()
        .any(|name| name.to_lowercase() == wanted)
}
