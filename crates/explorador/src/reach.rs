//! Cuántas veces llega un programa a hacer cada llamada, para saber sin explorar
//! qué fallos no le pueden ocurrir.

use std::collections::BTreeMap;

use crate::fault::{Fault, FaultAction};

/// Hasta dónde llega un programa al que no se le provoca ningún fallo: cuántas
/// veces hace cada llamada, como mucho, en un plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Se miraron todos los planes.
    complete: bool,
    most: Tally,
}

/// Las veces que se ha hecho cada llamada. De las que esperan, que son las que una
/// señal puede interrumpir, se lleva cuenta aparte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally(BTreeMap<(&'static str, bool), usize>);

/// Un proceso solo puede hacerlas sin que nadie las mire, y no se cuentan.
const UNCOUNTED: [&str; 2] = ["sigaction", "sigprocmask"];

impl Tally {
    /// Una llamada más.
    pub fn add(&mut self, call: &'static str, interruptible: bool) {
        *self.0.entry((call, interruptible)).or_insert(0) += 1;
    }
}

impl Reach {
    /// Lo visto en otro plan.
    pub(crate) fn include(&mut self, plan: &Tally) {
        for (&call, &times) in &plan.0 {
            let most = self.most.0.entry(call).or_insert(0);
            *most = (*most).max(times);
        }
    }

    /// Ya no quedan planes por mirar, o se dejan sin mirar.
    pub(crate) fn close(&mut self, complete: bool) {
        self.complete = complete;
    }

    /// Si en algún plan se llega a la llamada que el fallo señala. Hasta que le toca
    /// el fallo no cambia nada, así que cuando es falso explorar con él daría los
    /// mismos finales. Ante la duda, cierto.
    pub fn includes(&self, fault: &Fault) -> bool {
        if !self.complete || UNCOUNTED.contains(&fault.call.as_str()) {
            return true;
        }
        let only_interruptible = fault.action == FaultAction::Errno(libc::EINTR);
        let times = self.most.0.iter().filter(|((call, interruptible), _)| {
            *call == fault.call && (*interruptible || !only_interruptible)
        });
        times.map(|(_, times)| times).sum::<usize>() >= fault.nth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        text.parse().expect("fallo válido")
    }

    #[test]
    fn llega_a_lo_que_hace_en_el_plan_en_que_mas_lo_hace() {
        let mut reach = Reach::default();
        for times in [1, 3, 2] {
            let mut plan = Tally::default();
            (0..times).for_each(|_| plan.add("write", true));
            plan.add("futex", false);
            reach.include(&plan);
        }
        assert!(reach.includes(&fault("read:1:EIO")), "aún no se sabe");

        reach.close(true);

        assert!(reach.includes(&fault("write:3:EIO")));
        assert!(!reach.includes(&fault("write:4:EIO")));
        assert!(!reach.includes(&fault("read:1:EIO")));
        assert!(!reach.includes(&fault("futex:1:EINTR")), "no espera");
        assert!(
            reach.includes(&fault("sigaction:9:EINVAL")),
            "no se cuentan"
        );
    }
}
