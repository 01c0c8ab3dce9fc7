//! Lo que se le dice a quien ha fallado una comprobación.

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

/// Un fallo en cuatro partes, para que quien lo lea sepa qué hacer después.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
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
    /// Sección del capítulo que lo explica (su ancla).
    pub section: &'static str,
    /// El orden de los procesos que lo provoca, dibujado.
    pub picture: Option<String>,
    /// La orden que repite exactamente ese orden.
    pub replay: Option<String>,
}

impl Failure {
    /// Un fallo del programa: se esperaba `expected`.
    pub fn expected(expected: impl Into<String>) -> Self {
        Self {
            kind: FailureKind::Program,
            expected: expected.into(),
            happened: String::new(),
            cause: String::new(),
            next: String::new(),
            section: "errores",
            picture: None,
            replay: None,
        }
    }

    /// El juez no ha podido hacer su trabajo.
    pub fn tool(happened: impl Into<String>) -> Self {
        Self {
            kind: FailureKind::Tool,
            ..Self::expected("Que el juez pudiera hacer esta comprobación.")
                .happened(happened)
                .cause("No es cosa de tu código: falla la herramienta o la máquina.")
                .next("Vuelve a probar; si sigue igual, mira el capítulo «Problemas y soluciones».")
        }
    }

    /// Qué ocurrió.
    #[must_use]
    pub fn happened(mut self, text: impl Into<String>) -> Self {
        self.happened = text.into();
        self
    }

    /// La causa probable.
    #[must_use]
    pub fn cause(mut self, text: impl Into<String>) -> Self {
        self.cause = text.into();
        self
    }

    /// El siguiente paso.
    #[must_use]
    pub fn next(mut self, text: impl Into<String>) -> Self {
        self.next = text.into();
        self
    }

    /// La sección del capítulo que lo explica; si no se dice, `errores`.
    #[must_use]
    pub fn section(mut self, anchor: &'static str) -> Self {
        self.section = anchor;
        self
    }

    /// El dibujo de lo que pasó y la orden que lo repite.
    #[must_use]
    pub fn picture(mut self, picture: impl Into<String>, replay: impl Into<String>) -> Self {
        self.picture = Some(picture.into());
        self.replay = Some(replay.into());
        self
    }

    /// Las cuatro partes iguales: es el mismo fallo visto por otra comprobación.
    pub fn same_story(&self, other: &Self) -> bool {
        self.kind == other.kind && self.happened == other.happened && self.cause == other.cause
    }
}
