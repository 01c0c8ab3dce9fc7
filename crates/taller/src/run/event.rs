//! Lo que se le cuenta a la página mientras pasa: una línea de JSON por noticia.

use serde::Serialize;
use serde_json::Value;

/// Una noticia para la página.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// Todavía no es su turno: hay que esperar a `place`, contándose.
    Queued { place: usize },
    /// Se están compilando las bibliotecas del curso, solo la primera vez.
    Preparing,
    /// Se está compilando el programa.
    Compiling,
    /// El compilador ha dicho algo, sea o no un error, y esto es lo que significa.
    Diagnostics {
        text: String,
        explanations: Vec<Explanation>,
    },
    /// Compilado, ahora o antes, y ya se está ejecutando.
    Running { compile_ms: u64, cached: bool },
    /// El programa ha escrito.
    Output { stream: Stream, text: String },
    /// Se están probando órdenes: los que van y los finales distintos.
    Exploring { schedules: usize, outcomes: usize },
    /// Todos los finales, paso a paso, como los da [`explorador::picture::steps`].
    Explored { steps: Value },
    /// Se acabó.
    End {
        /// Si todo fue bien: compiló y terminó con 0.
        ok: bool,
        /// Cómo acabó, en una frase.
        summary: String,
        /// Lo que tardó el programa, si llegó a ejecutarse.
        run_us: Option<u64>,
        /// Qué significa ese final, si es un tropiezo conocido.
        explanations: Vec<Explanation>,
    },
}

/// Por qué salida escribió.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    Stdout,
    Stderr,
}

/// Un tropiezo conocido, contado en español.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Qué es: el código del error o el nombre de la señal.
    pub name: String,
    /// Qué pasa y qué probar.
    pub text: String,
}

impl Event {
    /// La línea que se manda.
    pub fn line(&self) -> Vec<u8> {
        // Solo lleva textos y números: siempre se puede escribir.
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }
}
