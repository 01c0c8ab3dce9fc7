//! Una conversación con un programa que responde a cada línea con una línea.
//!
//! Miles de casos por un solo proceso: crear uno por caso costaría mil veces más.
//! Si el programa muere a mitad de un caso, ese caso lo cuenta, y el siguiente
//! empieza con un proceso nuevo.

use crate::failure::Failure;
use crate::process::{Finished, Invocation, Running};

/// Respuestas que se leen antes de olvidar las anteriores.
const FORGET_EVERY: usize = 64;

/// La respuesta a una pregunta.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Una línea.
    Line(String),
    /// El programa terminó, o se colgó, sin responder.
    Died(Box<Finished>),
}

/// La conversación.
pub struct Dialogue {
    invocation: Invocation,
    running: Option<Running>,
    seen: usize,
    asked: usize,
}

impl Dialogue {
    /// Una conversación con lo que ejecute `invocation`; el proceso no empieza
    /// hasta la primera pregunta.
    pub fn new(invocation: Invocation) -> Self {
        Self {
            invocation,
            running: None,
            seen: 0,
            asked: 0,
        }
    }

    /// Pregunta y espera la respuesta.
    ///
    /// # Errores
    /// Si el juez no puede ejecutar el programa.
    pub fn ask(&mut self, question: &str) -> Result<Reply, Failure> {
        let mut running = if let Some(running) = self.running.take() {
            running
        } else {
            self.seen = 0;
            self.invocation.start()?
        };
        running.renew_deadline();
        let sent = running.send(format!("{question}\n").as_bytes());
        let Some(line) = running.line_after(self.seen).filter(|_| sent) else {
            return Ok(Reply::Died(Box::new(running.finish()?)));
        };
        self.seen += line.len() + 1;
        self.asked += 1;
        if self.asked.is_multiple_of(FORGET_EVERY) {
            running.forget_output();
            self.seen = 0;
        }
        self.running = Some(running);
        Ok(Reply::Line(line))
    }
}
