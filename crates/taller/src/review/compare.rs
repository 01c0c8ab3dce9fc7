//! Lo que dice el juez frente a lo que tenía que decir. Aquí solo se piensa: nada
//! se ejecuta.

use super::header::Mistake;
use super::verdict::{Check, Listing, Message, Status, Verdict};

/// Lo que el juez dice de un paso que está sin escribir.
pub const UNWRITTEN: &str = "Falta escribir";

/// Cómo debe salir una variante.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Supera todas las comprobaciones.
    Passes,
    /// No supera ninguna, y cada una dice que falta escribirla.
    Unwritten,
    /// La caza la comprobación que dice su cabecera.
    Caught(Mistake),
}

/// Algo que no salió como debía.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Qué se esperaba.
    pub expected: String,
    /// Qué ocurrió.
    pub happened: String,
    /// Si lo que falló fue una herramienta, y esto se ha quedado sin revisar.
    pub unjudged: bool,
}

impl Discrepancy {
    /// Se esperaba `expected` y ocurrió `happened`.
    pub fn new(expected: impl Into<String>, happened: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            happened: happened.into(),
            unjudged: false,
        }
    }

    /// No se pudo llegar a ver si ocurría `expected`.
    pub fn unjudged(expected: impl Into<String>, happened: impl Into<String>) -> Self {
        Self {
            unjudged: true,
            ..Self::new(expected, happened)
        }
    }
}

/// En qué se aparta el veredicto de lo que se esperaba.
pub fn compare(
    expectation: &Expectation,
    listing: &Listing,
    verdict: &Verdict,
) -> Vec<Discrepancy> {
    let mut found = Vec::from_iter(missing_evidence(listing, verdict));
    for check in &verdict.checks {
        if check.status == Status::Error {
            found.push(Discrepancy::unjudged(
                format!("que el juez pudiera hacer {}", name(check)),
                format!("no pudo: {}", told(check)),
            ));
            continue;
        }
        found.extend(match expectation {
            Expectation::Passes => must_pass(check),
            Expectation::Unwritten => must_be_unwritten(check),
            Expectation::Caught(mistake) => must_follow(mistake, check),
        });
    }
    if let Expectation::Caught(mistake) = expectation {
        found.extend(unknown_names(mistake, listing));
    }
    found
}

/// En qué se aparta un veredicto del primero que se dio del mismo programa.
pub fn same_again(first: &Verdict, again: &Verdict, nth: usize) -> Option<Discrepancy> {
    let mut pairs = first.checks.iter().zip(&again.checks);
    let (was, is) = pairs.find(|(was, is)| was != is)?;
    Some(Discrepancy::new(
        format!("que {} saliera siempre igual: {}", name(was), told(was)),
        format!("la vez {nth} salió otra cosa: {}", told(is)),
    ))
}

/// Un veredicto vale si habla de este paso y de cada comprobación anunciada.
fn missing_evidence(listing: &Listing, verdict: &Verdict) -> Option<Discrepancy> {
    let announced: Vec<&str> = listing.checks.iter().map(|c| c.id.as_str()).collect();
    let done: Vec<&str> = verdict.checks.iter().map(|c| c.id.as_str()).collect();
    if announced.is_empty() {
        return Some(Discrepancy::new(
            "que el juez comprobara algo",
            "su lista de comprobaciones está vacía",
        ));
    }
    (verdict.step != listing.step || announced != done).then(|| {
        Discrepancy::new(
            format!("un veredicto de {}: {}", listing.step, announced.join(", ")),
            format!("el veredicto es de {}: {}", verdict.step, done.join(", ")),
        )
    })
}

fn must_pass(check: &Check) -> Option<Discrepancy> {
    (check.status != Status::Passed).then(|| {
        Discrepancy::new(
            format!("que superara {}", name(check)),
            format!("no la supera: {}", told(check)),
        )
    })
}

fn must_be_unwritten(check: &Check) -> Option<Discrepancy> {
    if check.status == Status::Passed {
        return Some(Discrepancy::new(
            format!("que sin escribir nada no se superara {}", name(check)),
            "la supera".to_owned(),
        ));
    }
    (!says(check, UNWRITTEN)).then(|| {
        Discrepancy::new(
            format!("que {} dijera «{UNWRITTEN}…»", name(check)),
            told(check),
        )
    })
}

fn must_follow(mistake: &Mistake, check: &Check) -> Option<Discrepancy> {
    let named = check.id == mistake.check;
    let expected_to_fail = named || mistake.also.contains(&check.id);
    match (expected_to_fail, check.status) {
        (true, Status::Passed) => Some(Discrepancy::new(
            format!("que no superara {}", name(check)),
            "la supera".to_owned(),
        )),
        (true, Status::Failed) if named && !says(check, &mistake.fragment) => {
            Some(Discrepancy::new(
                format!("que {} dijera «{}»", name(check), mistake.fragment),
                told(check),
            ))
        }
        (false, Status::Failed) => Some(Discrepancy::new(
            format!("que superara {}: su cabecera no la nombra", name(check)),
            format!("no la supera: {}", told(check)),
        )),
        _ => None,
    }
}

/// Una cabecera que nombra comprobaciones que no existen no caza nada.
fn unknown_names(mistake: &Mistake, listing: &Listing) -> Vec<Discrepancy> {
    let exists = |id: &str| listing.checks.iter().any(|check| check.id == id);
    std::iter::once(&mistake.check)
        .chain(&mistake.also)
        .filter(|id| !exists(id))
        .map(|id| {
            Discrepancy::new(
                format!(
                    "que su cabecera nombrara comprobaciones de {}",
                    listing.step
                ),
                format!("nombra «{id}», que no existe"),
            )
        })
        .collect()
}

fn name(check: &Check) -> String {
    format!("«{}» ({})", check.id, check.title)
}

fn says(check: &Check, fragment: &str) -> bool {
    check
        .message
        .as_ref()
        .is_some_and(|message| message.says(fragment))
}

/// Lo que lee el estudiante: qué ocurrió y por qué.
fn told(check: &Check) -> String {
    match &check.message {
        None => "sin ningún mensaje".into(),
        Some(Message {
            happened, cause, ..
        }) => format!("{}\n{}", happened.trim_end(), cause.trim_end()),
    }
}

#[cfg(test)]
mod tests;
