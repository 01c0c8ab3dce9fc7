//! Los dos programas, frente a frente.

use std::cell::RefCell;

use juez::dialogue::{Dialogue, Reply};
use juez::process::End;
use juez::{Bench, CheckResult, Failure};

use crate::case::{Answer, Case};
use crate::diagnosis;

/// El programa del estudiante y la referencia, esperando preguntas.
pub struct Rivals<'a> {
    bench: &'a Bench,
    student: RefCell<Dialogue>,
    reference: RefCell<Dialogue>,
}

impl<'a> Rivals<'a> {
    /// Los dos, todavía sin arrancar.
    pub fn new(bench: &'a Bench) -> Result<Self, Failure> {
        Ok(Self {
            bench,
            student: RefCell::new(Dialogue::new(bench.program().args(["--dialogo"]))),
            reference: RefCell::new(Dialogue::new(bench.reference()?.args(["--dialogo"]))),
        })
    }

    /// Exige que los dos respondan lo mismo a `case`.
    pub fn same(&self, case: &Case) -> CheckResult {
        let expected = self.reference_answer(case)?;
        let line = match self.student.borrow_mut().ask(&case.question())? {
            Reply::Line(line) => line,
            Reply::Died(finished) => {
                let failure = self
                    .bench
                    .explain_end(&finished)
                    .expecting(promise(case, &expected));
                return Err(if matches!(finished.end, End::Killed(_)) {
                    failure
                        .cause("Se lee o se escribe más allá del final de la región.")
                        .next("Recorre la región con sus propios límites: nunca más allá de len().")
                } else {
                    failure
                });
            }
        };
        match Answer::parse(&line) {
            Some(given) if given == expected => Ok(()),
            Some(given) => {
                let (why, advice) = diagnosis::explain(case, &expected, &given);
                Err(Failure::expected(promise(case, &expected))
                    .happened(format!("Devuelve {}.", given.describe(case)))
                    .cause(why)
                    .next(advice))
            }
            None => Err(self.talks(case, &line)),
        }
    }

    /// Una función que escribe por su cuenta. Sus líneas se mezclan con las respuestas, así
    /// que el caso en el que se notó y lo que se leyó dependen de la prisa de cada uno: se
    /// cuenta uno corriente, con el programa recién arrancado.
    fn talks(&self, case: &Case, line: &str) -> Failure {
        let usual = [
            Case::write(vec![0; 16], "hola"),
            Case::read(b"hola\0".to_vec()),
        ];
        let said = usual.iter().find_map(|usual| {
            let mut fresh = Dialogue::new(self.bench.program().args(["--dialogo"]));
            match fresh.ask(&usual.question()) {
                Ok(Reply::Line(line)) if Answer::parse(&line).is_none() => Some((usual, line)),
                _ => None,
            }
        });
        let (case, line) = said.unwrap_or((case, line.to_owned()));
        let expected = match self.reference_answer(case) {
            Ok(expected) => expected,
            Err(failure) => return failure,
        };
        Failure::expected(promise(case, &expected))
            .happened(format!("El programa escribió otra cosa: «{line}»."))
            .cause("Tu función escribe por la salida estándar, que usa el programa.")
            .next("Quita los println! de lib.rs; para depurar usa eprintln!.")
    }

    /// El primer caso al que no responden lo mismo, si lo hay.
    pub fn first_difference(&self, cases: &[Case]) -> Result<Option<usize>, Failure> {
        let questions: Vec<String> = cases.iter().map(Case::question).collect();
        let expected = self.reference.borrow_mut().ask_all(&questions)?;
        let actual = self.student.borrow_mut().ask_all(&questions)?;
        let same = |(expected, actual): (&Reply, &Reply)| match (expected, actual) {
            (Reply::Line(expected), Reply::Line(actual)) => expected == actual,
            _ => false,
        };
        Ok(expected.iter().zip(&actual).position(|pair| !same(pair)))
    }

    fn reference_answer(&self, case: &Case) -> Result<Answer, Failure> {
        let reply = self.reference.borrow_mut().ask(&case.question())?;
        match reply {
            Reply::Line(line) => Answer::parse(&line)
                .ok_or_else(|| Failure::tool(format!("La referencia respondió «{line}»."))),
            Reply::Died(finished) => Err(Failure::tool(format!(
                "La referencia {}.",
                finished.describe_end()
            ))),
        }
    }
}

fn promise(case: &Case, expected: &Answer) -> String {
    let told = format!("{}: {}", case.describe(), expected.describe(case));
    // Lo que se corta ya acaba en puntos suspensivos.
    if told.ends_with('…') {
        told
    } else {
        told + "."
    }
}
