//! De cada persona, la última de las entregas que hizo.

use std::collections::BTreeMap;

use crate::model::{Notice, NoticeKind};

use super::name::shown;
use super::people::Received;

/// De cada persona, su última entrega; si hay otras, se dice.
pub fn last_attempts(received: Vec<Received>) -> Vec<Received> {
    let mut people = BTreeMap::<(bool, String, String), Vec<(u32, Received)>>::new();
    for one in received {
        let (base, attempt) = if one.who.numbered {
            (one.who.name.clone(), 0)
        } else {
            let (base, attempt) = attempt_of(&one.who.name);
            (base.to_owned(), attempt)
        };
        let id = if one.who.numbered {
            one.who.id.clone()
        } else {
            base.clone()
        };
        people
            .entry((one.who.numbered, id, base))
            .or_default()
            .push((attempt, one));
    }
    let mut last = Vec::new();
    for ((_, _, base), mut attempts) in people {
        // La más reciente: por su número de intento y, si no lo tiene, por su fecha.
        attempts.sort_by(|(turn, one), (other_turn, other)| {
            let key = |turn: &u32, one: &Received| (*turn, one.newest, one.who.name.clone());
            key(turn, one).cmp(&key(other_turn, other))
        });
        let Some((_, mut newest)) = attempts.pop() else {
            continue;
        };
        if !attempts.is_empty() {
            let text = format!(
                "hay {} entregas suyas: se califica «{}», la más reciente",
                attempts.len() + 1,
                shown(&newest.who.name)
            );
            newest
                .notices
                .push(Notice::new(NoticeKind::Duplicate, text));
            if !newest.who.numbered {
                newest.who.id.clone_from(&base);
                newest.who.name = base;
            }
        }
        last.push(newest);
    }
    last
}

/// El nombre y el número de intento: `Ana (2)`, `Ana intento 2`, `ana_attempt2`.
fn attempt_of(name: &str) -> (&str, u32) {
    let trimmed = name.trim_end();
    let whole = (name, 1);
    let (rest, parenthesis) = match trimmed.strip_suffix(')') {
        Some(rest) => (rest, true),
        None => (trimmed, false),
    };
    let base = rest.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let Ok(number) = rest[base.len()..].parse() else {
        return whole;
    };
    let separators = [' ', '_', '-'];
    let base = if parenthesis {
        base.strip_suffix('(')
    } else {
        let base = base.trim_end_matches(separators);
        let lower = base.to_ascii_lowercase();
        ["intento", "attempt"]
            .into_iter()
            .filter(|word| lower.ends_with(word))
            .map(|word| &base[..base.len() - word.len()])
            .next()
    };
    match base.map(|base| base.trim_end_matches(separators)) {
        Some(base) if !base.is_empty() => (base, number),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_says_its_number_in_any_of_the_usual_ways() {
        for (name, base, turn) in [
            ("Ana", "Ana", 1),
            ("Ana (2)", "Ana", 2),
            ("Ana - intento 3", "Ana", 3),
            ("ana_attempt12", "ana", 12),
            ("grupo7", "grupo7", 1),
            ("(2)", "(2)", 1),
        ] {
            assert_eq!(attempt_of(name), (base, turn), "{name}");
        }
    }
}
