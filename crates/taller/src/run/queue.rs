//! El turno: cuántas ejecuciones hay a la vez y quién va después.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::watch;

/// Más gente en la cola que esta no es un lector: no se la deja entrar.
const LONGEST: usize = 100;

/// La cola. Los primeros `slots` de la fila son los que están ejecutando.
#[derive(Debug)]
pub struct Queue {
    slots: usize,
    line: watch::Sender<Line>,
}

#[derive(Debug, Default)]
struct Line {
    next: u64,
    tickets: VecDeque<u64>,
}

impl Queue {
    /// Con sitio para `slots` ejecuciones a la vez.
    pub fn new(slots: usize) -> Arc<Self> {
        Arc::new(Self {
            slots,
            line: watch::Sender::new(Line::default()),
        })
    }

    /// Se pone al final; `None` si la fila ya es demasiado larga.
    pub fn join(self: &Arc<Self>) -> Option<Ticket> {
        let mut number = None;
        self.line.send_modify(|line| {
            if line.tickets.len() < LONGEST {
                line.next += 1;
                line.tickets.push_back(line.next);
                number = Some(line.next);
            }
        });
        Some(Ticket {
            number: number?,
            seen: self.line.subscribe(),
            queue: Arc::clone(self),
        })
    }
}

/// Un sitio en la fila; al soltarlo se deja libre.
#[derive(Debug)]
pub struct Ticket {
    number: u64,
    seen: watch::Receiver<Line>,
    queue: Arc<Queue>,
}

impl Ticket {
    /// Cuántos hay delante esperando, contándose a sí mismo; 0 si es su turno.
    pub fn place(&mut self) -> usize {
        let line = self.seen.borrow_and_update();
        let index = line
            .tickets
            .iter()
            .position(|ticket| *ticket == self.number);
        (index.unwrap_or_default() + 1).saturating_sub(self.queue.slots)
    }

    /// Espera a que la fila se mueva.
    pub async fn moved(&mut self) {
        // El que publica vive dentro de `queue`: no puede haber desaparecido.
        let _ = self.seen.changed().await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.queue
            .line
            .send_modify(|line| line.tickets.retain(|ticket| *ticket != self.number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn los_turnos_se_ceden_en_orden_y_quien_se_va_no_atasca() {
        let queue = Queue::new(2);
        let mut tickets: Vec<_> = (0..5).map(|_| queue.join().unwrap()).collect();
        let places: Vec<_> = tickets.iter_mut().map(Ticket::place).collect();
        assert_eq!(places, [0, 0, 1, 2, 3]);

        // Se cansa uno de los que esperan, y termina el segundo.
        drop(tickets.remove(3));
        drop(tickets.remove(1));

        tickets[1].moved().await;
        let places: Vec<_> = tickets.iter_mut().map(Ticket::place).collect();
        assert_eq!(places, [0, 0, 1]);
    }

    #[test]
    fn la_fila_tiene_un_final() {
        let queue = Queue::new(2);
        let tickets: Vec<_> = std::iter::from_fn(|| queue.join()).collect();

        assert_eq!(tickets.len(), LONGEST);
        drop(tickets);
        assert!(queue.join().is_some());
    }
}
