//! Qué archivo es el de cada paso.
//!
//! Solo se busca el archivo que se pidió. Se acepta con otro nombre cuando no hay duda
//! de cuál es, y se dice. Si hay varios distintos se elige siempre igual y se dicen
//! todos; si no hay manera de elegir, no se elige ninguno. El orden de preferencia:
//!
//! 1. uno que no sea el esqueleto sin tocar;
//! 2. uno que tenga las funciones del paso, si no se llama exactamente como se pidió;
//! 3. el que más se parezca a `exercises/pasoN/src/lib.rs`;
//! 4. el que esté en menos carpetas; y, entre esos, el primero por orden alfabético.

use std::collections::BTreeMap;

use crate::model::{Notice, NoticeKind};

use super::bundle::{Bundle, Found};
use super::candidate::{self, Form};
use super::limits;
use super::name::shown;
use super::source;
use super::step::StepSpec;

/// El archivo elegido para un paso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// Su texto.
    pub text: String,
    /// Cómo se llamaba.
    pub original: String,
    /// Cuándo se cambió; solo vale para comparar con otro igual.
    pub modified: i64,
}

/// Un archivo que puede ser el de un paso, ya leído.
struct Candidate {
    form: Form,
    path: String,
    depth: usize,
    modified: i64,
    text: String,
    doubt: Option<&'static str>,
    untouched: bool,
    written: bool,
    /// El paso del que parece ser, si no es este.
    resembles: Option<String>,
}

impl Candidate {
    /// Lo que se prefiere va delante.
    fn preference(&self) -> (bool, bool, Form, usize, &str) {
        let strange = !self.written && self.form >= Form::OtherFolder;
        (self.untouched, strange, self.form, self.depth, &self.path)
    }

    /// Si se puede tomar por el del paso aunque haya otros archivos.
    fn is_convincing(&self) -> bool {
        self.written || self.form < Form::OtherName
    }
}

/// Elige el archivo de cada paso de `assigned`.
pub fn choose(
    bundle: &mut Bundle,
    steps: &[StepSpec],
    assigned: &[String],
) -> BTreeMap<String, Picked> {
    let mut candidates = read_candidates(bundle, steps, assigned);
    let mut picked = BTreeMap::new();
    for step in assigned {
        let candidates = candidates.remove(step).unwrap_or_default();
        if let Some(chosen) = pick(step, candidates, &mut bundle.notices) {
            picked.insert(step.clone(), chosen);
        }
    }
    picked
}

/// Lee todo lo que puede ser el archivo de algún paso.
fn read_candidates(
    bundle: &mut Bundle,
    steps: &[StepSpec],
    assigned: &[String],
) -> BTreeMap<String, Vec<Candidate>> {
    let (mut possible, other): (Vec<Found>, Vec<Found>) = std::mem::take(&mut bundle.files)
        .into_iter()
        .partition(|found| candidate::is_possible(&found.item));
    possible.sort_by_key(|found| candidate::unlikeness(&found.item, steps));
    let mut unused: Vec<String> = other.iter().map(|found| found.item.full_path()).collect();
    let mut all = BTreeMap::<String, Vec<Candidate>>::new();
    let mut budget = limits::PERSON_BYTES;
    for (turn, found) in possible.into_iter().enumerate() {
        let path = found.item.full_path();
        if turn >= limits::CANDIDATES {
            unused.push(path);
            continue;
        }
        let bytes = match bundle.read(&found, budget.min(limits::SOURCE_BYTES)) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                bundle.refuse(&path, &refusal);
                continue;
            }
        };
        budget -= (bytes.len() as u64).min(budget);
        let source = source::read(&bytes);
        let mut used = false;
        for (step, form) in candidate::steps_of(&found.item, &source.text, steps, assigned) {
            used = true;
            let written = step.is_written_in(&source.text);
            let others = || steps.iter().find(|other| other.is_written_in(&source.text));
            let resembles = others()
                .filter(|_| !written)
                .map(|other| other.name.clone());
            all.entry(step.name.clone()).or_default().push(Candidate {
                form,
                path: path.clone(),
                depth: found.item.path.len(),
                modified: found.item.modified,
                untouched: step.is_untouched(&source.text),
                written,
                resembles,
                text: source.text.clone(),
                doubt: source.doubt,
            });
        }
        if !used {
            unused.push(path);
        }
    }
    bundle.notices.extend(candidate::unused(&unused));
    all
}

/// El mejor de los candidatos a ser el paso `step`, y lo que hay que decir.
fn pick(step: &str, candidates: Vec<Candidate>, notices: &mut Vec<Notice>) -> Option<Picked> {
    let mut say = |kind, text: String| {
        notices.push(Notice::new(kind, format!("{step}: {text}")));
    };
    let wanted = candidate::wanted(step);
    let (mut convincing, weak): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(Candidate::is_convincing);
    if convincing.is_empty() {
        match weak.len() {
            0 => {
                say(NoticeKind::Missing, format!("falta {wanted}"));
                return None;
            }
            1 => convincing = weak,
            _ => {
                let names = quoted(weak.iter().map(|one| one.path.as_str()));
                let text = format!(
                    "falta {wanted}, y no se sabe cuál de estos archivos es: {names}. \
                     Míralo a mano"
                );
                say(NoticeKind::Ambiguous, text);
                return None;
            }
        }
    }
    convincing.sort_by(|one, other| one.preference().cmp(&other.preference()));
    let mut convincing = convincing.into_iter();
    let chosen = convincing.next()?;
    let others: Vec<String> = convincing
        .filter(|other| other.text != chosen.text && !other.untouched)
        .map(|other| other.path)
        .collect();
    if !others.is_empty() {
        let text = format!(
            "hay varios archivos distintos que pueden ser el pedido. Se califica «{}», y no {}. \
             Mira si es el bueno",
            shown(&chosen.path),
            quoted(others.iter().map(String::as_str))
        );
        say(NoticeKind::Duplicate, text);
    }
    if chosen.form >= Form::OtherFolder {
        let text = format!("se toma «{}» por {wanted}", shown(&chosen.path));
        say(NoticeKind::Renamed, text);
    }
    if let Some(other) = &chosen.resembles {
        let text = format!(
            "«{}» parece el de {other}: tiene sus funciones, y no las de {step}",
            shown(&chosen.path)
        );
        say(NoticeKind::OtherStep, text);
    }
    if chosen.untouched {
        let text = "es el esqueleto que se reparte, sin tocar".to_owned();
        say(NoticeKind::Untouched, text);
    }
    if let Some(doubt) = chosen.doubt {
        let text = format!("«{}» {doubt}", shown(&chosen.path));
        say(NoticeKind::Encoding, text);
    }
    Some(Picked {
        text: chosen.text,
        original: chosen.path,
        modified: chosen.modified,
    })
}

/// Unos cuantos nombres, entre comillas.
fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names
        .take(limits::NOTICES_OF_A_KIND)
        .map(|name| format!("«{}»", shown(name)))
        .collect();
    names.join(", ")
}
