//! Un trabajador nuestro, bajo un vigía, que cuenta lo que hace línea a línea.

use std::collections::VecDeque;

use anyhow::Result;

use super::frames::{Ending, Frame};
use super::guarded::{Guarded, Guardhouse};
use super::task::Task;

/// El trabajador, visto desde el servidor. Al soltarlo no queda nada de él.
#[derive(Debug)]
pub struct Teller {
    guarded: Guarded,
    /// Lo dicho que aún no acaba en un salto de línea.
    pending: Vec<u8>,
    ready: VecDeque<Vec<u8>>,
}

/// Lo que se sabe de él.
#[derive(Debug)]
pub enum Word {
    /// Ha dicho esta línea.
    Line(Vec<u8>),
    /// Ha acabado; no dirá nada más.
    End(Ending),
}

impl Teller {
    /// Lo pone a trabajar.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub async fn start(guards: &Guardhouse, task: &Task) -> Result<Self> {
        Ok(Self {
            guarded: guards.start(task).await?,
            pending: Vec::new(),
            ready: VecDeque::new(),
        })
    }

    /// Lo siguiente que diga. Una última línea a medias no cuenta.
    ///
    /// # Errores
    /// Si el vigía muere sin despedirse.
    pub async fn next(&mut self) -> Result<Word> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Ok(Word::Line(line));
            }
            match self.guarded.next().await? {
                Frame::Stdout(bytes) => self.hear(&bytes),
                Frame::Stderr(_) => {}
                Frame::End(ending) => return Ok(Word::End(ending)),
            }
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.pending.extend(piece);
            if piece.ends_with(b"\n") {
                self.ready.push_back(std::mem::take(&mut self.pending));
            }
        }
    }
}
