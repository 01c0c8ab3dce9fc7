//! Un examinador con guion: no compila nada, y su resultado depende solo del archivo.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use calificador::model::{Check, Code, Examiner, Grade, Work};
use calificador::run::Progress;

/// Examina según lo que diga el archivo: `// INFRA 2` falla dos veces por nuestra culpa
/// y después acierta; `// PÁNICO` entra en pánico; lo demás, por su huella.
#[derive(Debug, Default)]
pub struct Scripted {
    /// Cuántas veces se ha examinado cada archivo.
    pub calls: Mutex<BTreeMap<String, u32>>,
    /// Cuánto ocupa el dibujo de cada resultado, en bytes.
    pub picture: usize,
    /// Para después de tantos exámenes.
    pub stop_after: Option<usize>,
}

impl Scripted {
    /// Cuántos exámenes se han hecho.
    pub fn total(&self) -> usize {
        self.calls
            .lock()
            .unwrap()
            .values()
            .map(|count| *count as usize)
            .sum()
    }
}

impl Examiner for Scripted {
    fn examine(&self, work: &Work, _worker: usize, stop: &AtomicBool) -> Grade {
        let text = std::fs::read_to_string(&work.source).unwrap();
        let key = format!("{}:{}", work.step, work.sha256);
        let turn = {
            let mut calls = self.calls.lock().unwrap();
            let count = calls.entry(key).or_default();
            *count += 1;
            *count
        };
        if self.stop_after.is_some_and(|most| self.total() > most) {
            stop.store(true, Ordering::Relaxed);
        }
        assert!(!text.contains("// PÁNICO"), "como pide el guion");
        if let Some((_, rest)) = text.split_once("// INFRA ") {
            let failures: u32 = rest.split_whitespace().next().unwrap().parse().unwrap();
            if turn <= failures {
                return Grade::unjudged(Code::Infra, 10, "se llenó el disco");
            }
        }
        let digest = u8::from_str_radix(&work.sha256[..2], 16).unwrap();
        let passed = digest.is_multiple_of(2);
        let points = if passed { 10 } else { 3 };
        Grade {
            code: if passed { Code::Good } else { Code::Wrong },
            points,
            max_points: 10,
            checks: vec![Check {
                id: "mensaje".into(),
                title: "el mensaje llega".into(),
                passed,
                points,
                weight: 10,
                explanation: None,
            }],
            compile_problems: Vec::new(),
            reason: (self.picture > 0).then(|| work.sha256.repeat(self.picture / 64)),
            exhaustive: true,
            gaps: Vec::new(),
            duration_ms: 7,
        }
    }

    fn max_points(&self, step: &str) -> Option<u32> {
        step.starts_with("paso").then_some(10)
    }
}

/// Nadie mira cómo va.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _pending: usize) {}
    fn graded(&self, _work: &Work, _grade: &Grade) {}
    fn retried(&self, _work: &Work, _grade: &Grade) {}
}
