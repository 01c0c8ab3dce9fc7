//! Lo que se le dice a quien ha fallado una comprobación.

use std::ops::Deref;

use nix::sys::signal::Signal;

/// El resultado de una comprobación.
pub type CheckResult = Result<(), Failure>;

/// De quién es el fallo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// Del programa que se corrige.
    Program,
    /// Del propio juez o de la máquina: nunca cuenta como un cero.
    Tool,
}

/// Un fallo. Va en una caja porque casi ninguna comprobación falla, y así lo que
/// devuelven todas cabe en un registro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(Box<Story>);

impl Deref for Failure {
    type Target = Story;

    fn deref(&self) -> &Story {
        &self.0
    }
}

/// Un fallo contado en cuatro partes, para que quien lo lea sepa qué hacer después.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// De quién es.
    pub kind: FailureKind,
    /// Qué se esperaba.
    pub expected: String,
    /// Qué ocurrió.
    pub happened: String,
    /// La causa más probable.
    pub cause: String,
    /// Qué probar ahora.
    pub next: String,
    /// La línea de su archivo en la que hay que ponerse, si se sabe.
    pub line: Option<u32>,
    /// Sección del capítulo que lo explica (su ancla).
    pub section: &'static str,
    /// El orden de los procesos que lo provoca, dibujado.
    pub picture: Option<Picture>,
    /// La orden que repite exactamente ese orden.
    pub replay: Option<String>,
}

/// El mismo dibujo, para una terminal y para una página.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Con letras, en 80 columnas.
    pub text: String,
    /// En SVG, que se basta solo.
    pub svg: String,
}

impl Failure {
    /// Un fallo del programa: se esperaba `expected`.
    pub fn expected(expected: impl Into<String>) -> Self {
        Self(Box::new(Story {
            kind: FailureKind::Program,
            expected: expected.into(),
            happened: String::new(),
            cause: String::new(),
            next: String::new(),
            line: None,
            section: "errores",
            picture: None,
            replay: None,
        }))
    }

    /// El juez no ha podido hacer su trabajo.
    pub fn tool(happened: impl Into<String>) -> Self {
        let mut failure = Self::expected("Que el juez pudiera hacer esta comprobación.")
            .happened(happened)
            .cause("No es cosa de tu código: falla la herramienta o la máquina.")
            .next("Vuelve a probar; si sigue igual, mira el capítulo «Problemas y soluciones».");
        failure.0.kind = FailureKind::Tool;
        failure
    }

    /// Lo mismo, pero dicho desde otra comprobación: se esperaba `expected`.
    #[must_use]
    pub fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = expected.into();
        self
    }

    /// Qué ocurrió.
    #[must_use]
    pub fn happened(mut self, text: impl Into<String>) -> Self {
        self.0.happened = text.into();
        self
    }

    /// La causa probable.
    #[must_use]
    pub fn cause(mut self, text: impl Into<String>) -> Self {
        self.0.cause = text.into();
        self
    }

    /// El siguiente paso.
    #[must_use]
    pub fn next(mut self, text: impl Into<String>) -> Self {
        self.0.next = text.into();
        self
    }

    /// La línea de su archivo en la que hay que ponerse.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.0.line = Some(line);
        self
    }

    /// La sección del capítulo que lo explica; si no se dice, `errores`.
    #[must_use]
    pub fn section(mut self, anchor: &'static str) -> Self {
        self.0.section = anchor;
        self
    }

    /// El dibujo de lo que pasó y la orden que lo repite.
    #[must_use]
    pub fn picture(mut self, picture: Picture, replay: impl Into<String>) -> Self {
        self.0.picture = Some(picture);
        self.0.replay = Some(replay.into());
        self
    }

    /// Ocurrió lo mismo: es el mismo fallo, visto por otra comprobación.
    pub fn same_story(&self, other: &Self) -> bool {
        self.kind == other.kind && self.happened == other.happened
    }
}

/// El fallo de una función que escribe por su cuenta: si a `actual` le sobran líneas y,
/// quitándolas, es `expected`.
pub fn chatter(actual: &str, expected: &str) -> Option<Failure> {
    let mut awaited = expected.lines().peekable();
    let extra: Vec<&str> = actual
        .lines()
        .filter(|line| awaited.next_if_eq(line).is_none())
        .collect();
    // Una línea que el programa ya escribe, repetida, no es de la función: algo se ejecuta
    // dos veces, y eso lo cuenta mejor otro fallo.
    let repeated = |line: &&str| !line.is_empty() && expected.lines().any(|known| known == *line);
    if extra.is_empty() || awaited.peek().is_some() || extra.iter().any(repeated) {
        return None;
    }
    Some(
        Failure::expected(format!(
            "Que saliera solo lo que escribe el programa:\n{}",
            quote(expected)
        ))
        .happened(format!("Sale también esto:\n{}", quote_visible(&extra)))
        .cause("Tu función escribe por la salida estándar, que es del programa.")
        .next("Quita los println! de lib.rs; para depurar usa eprintln!."),
    )
}

/// De qué murió un proceso: qué suele haber detrás de una señal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Death {
    signal: Option<Signal>,
}

/// De qué muere un proceso al que mata la señal número `signal`.
pub fn died_of(signal: i32) -> Death {
    Death {
        signal: Signal::try_from(signal).ok(),
    }
}

impl Death {
    /// «por SIGABRT (el propio programa pidió abortar)».
    pub fn describe(self) -> String {
        self.signal.map_or("por una señal".to_owned(), |signal| {
            format!("por {signal} ({})", castellano::signal::describe(signal))
        })
    }

    /// La causa y el siguiente paso.
    #[must_use]
    pub fn explain(self, failure: Failure) -> Failure {
        match self.signal {
            Some(Signal::SIGSEGV | Signal::SIGBUS) => failure
                .cause("Se tocó memoria que no es del programa o que no admite ese acceso.")
                .next("Repasa los permisos, la longitud y cuándo se libera cada región."),
            Some(Signal::SIGABRT) => failure
                .cause(
                    "El propio programa aborta: con `abort`, o porque entra en pánico dos veces.",
                )
                .next("Busca `abort`, o un `unwrap` dentro de un `drop`."),
            _ => failure
                .cause("Alguien le manda esa señal (`kill`, `raise`), o la provoca el programa.")
                .next("Busca quién la manda: para terminar un proceso basta con `_exit`."),
        }
    }
}

/// Si lo último que dice `actual` es `expected`, línea a línea.
pub(crate) fn says_at_the_end(actual: &str, expected: &str) -> bool {
    let mut actual = actual.trim_end().lines().rev();
    expected
        .trim_end()
        .lines()
        .rev()
        .all(|line| actual.next() == Some(line))
}

/// Una cita: el texto, línea a línea y sangrado, para que el informe lo respete.
pub fn quote(text: &str) -> String {
    text.lines()
        .fold(String::new(), |quoted, line| quoted + "  " + line + "\n")
}

/// Las líneas, citadas; las vacías, que no se verían, con su nombre.
fn quote_visible(lines: &[&str]) -> String {
    let shown: Vec<&str> = lines
        .iter()
        .map(|line| {
            if line.trim().is_empty() {
                "(una línea en blanco)"
            } else {
                line
            }
        })
        .collect();
    quote(&shown.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn una_linea_en_blanco_de_mas_tambien_se_ve() {
        let failure = chatter("hola\n\nadiós\n", "hola\nadiós\n").unwrap();

        assert!(
            failure.happened.contains("línea en blanco"),
            "{}",
            failure.happened
        );
    }

    #[test]
    fn lo_que_el_programa_repite_no_es_charla_de_la_funcion() {
        assert!(chatter("hola\nadiós\nadiós\n", "hola\nadiós\n").is_none());
    }

    #[test]
    fn lo_que_se_dice_al_depurar_no_cuenta_si_el_error_es_lo_ultimo() {
        let expected = "paso1: mmap: ENOMEM\n";

        assert!(says_at_the_end(
            "aquí estoy\npaso1: mmap: ENOMEM\n",
            expected
        ));
        for actual in [
            "",
            "paso1: mmap: EPERM\n",
            "mmap: ENOMEM\n",
            "paso1: mmap: ENOMEM\nadiós\n",
        ] {
            assert!(!says_at_the_end(actual, expected), "{actual}");
        }
    }

    #[test]
    fn cada_muerte_tiene_su_causa() {
        let cause = |signal| {
            died_of(signal as i32)
                .explain(Failure::expected(""))
                .cause
                .clone()
        };

        assert!(cause(Signal::SIGSEGV).contains("memoria"));
        assert!(cause(Signal::SIGABRT).contains("aborta"));
        assert!(cause(Signal::SIGKILL).contains("kill"));
        assert!(
            died_of(Signal::SIGABRT as i32)
                .describe()
                .starts_with("por SIGABRT (")
        );
    }

    #[test]
    fn lo_que_sobra_se_nombra() {
        let failure = chatter("hola\nestoy aquí\nadiós\n", "hola\nadiós\n").unwrap();

        assert!(
            failure.happened.contains("estoy aquí"),
            "{}",
            failure.happened
        );
        assert!(!failure.happened.contains("adiós"), "{}", failure.happened);
    }

    #[test]
    fn si_falta_o_cambia_algo_no_es_que_sobre() {
        for actual in ["hola\n", "hola\nbuenas\n", "hola\nadiós\n", "adiós\nhola\n"] {
            assert!(chatter(actual, "hola\nadiós\n").is_none(), "{actual}");
        }
    }
}
