//! Una conversación con un programa que responde a cada línea con una línea.
//!
//! Miles de casos por un solo proceso: crear uno por caso costaría mil veces más.
//! Si el programa muere a mitad de un caso, ese caso lo cuenta, y el siguiente
//! empieza con un proceso nuevo.

use crate::failure::Failure;
use crate::process::{Finished, Invocation, Running};

/// Preguntas que se hacen de una vez. Más no ahorran nada, y sus respuestas tienen
/// que caber en lo que se guarda de la salida.
const BATCH: usize = 50;

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
}

impl Dialogue {
    /// Una conversación con lo que ejecute `invocation`; el proceso no empieza
    /// hasta la primera pregunta.
    pub fn new(invocation: Invocation) -> Self {
        Self {
            invocation,
            running: None,
        }
    }

    /// Pregunta y espera la respuesta.
    ///
    /// # Errores
    /// Si el juez no puede ejecutar el programa.
    pub fn ask(&mut self, question: &str) -> Result<Reply, Failure> {
        let replies = self.ask_batch(&[question])?;
        replies
            .into_iter()
            .next()
            .ok_or_else(|| Failure::tool("El programa no respondió nada."))
    }

    /// Hace todas las preguntas, en orden, y espera las respuestas. Si el programa
    /// muere, la última respuesta lo cuenta y las preguntas siguientes no se hacen.
    ///
    /// # Errores
    /// Si el juez no puede ejecutar el programa.
    pub fn ask_all(&mut self, questions: &[String]) -> Result<Vec<Reply>, Failure> {
        let mut replies = Vec::with_capacity(questions.len());
        for batch in questions.chunks(BATCH) {
            replies.extend(self.ask_batch(batch)?);
            if matches!(replies.last(), Some(Reply::Died(_))) {
                break;
            }
        }
        Ok(replies)
    }

    fn ask_batch(&mut self, questions: &[impl AsRef<str>]) -> Result<Vec<Reply>, Failure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.invocation.start()?,
        };
        running.renew_deadline();
        let text: String = questions
            .iter()
            .flat_map(|line| [line.as_ref(), "\n"])
            .collect();
        // Si no se pudo enviar entero es que ha muerto: las respuestas dirán hasta dónde llegó.
        running.send(text.as_bytes());
        let mut replies = Vec::with_capacity(questions.len());
        let mut read = 0;
        while replies.len() < questions.len() {
            let Some(line) = running.line_after(read) else {
                replies.push(Reply::Died(Box::new(running.finish()?)));
                return Ok(replies);
            };
            read = line.end;
            replies.push(Reply::Line(line.text));
        }
        running.forget_output();
        self.running = Some(running);
        Ok(replies)
    }
}
