//! Qué líneas coinciden en una pareja.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::fingerprints::Fingerprint;
use super::tokens::Token;
use super::{Fragment, Lines};

/// Trozos que se enseñan de una pareja.
const SHOWN: usize = 20;
/// Veces que se mira la misma huella en cada archivo: quien repita mil veces la
/// misma línea no puede hacer que esto no acabe.
const REPEATS: usize = 4;

/// Un archivo, para buscar en él.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub tokens: &'a [Token],
    pub prints: &'a [Fingerprint],
}

/// Una coincidencia: empieza en `left` y `right`, y dura `length` piezas.
#[derive(Debug, Clone, Copy)]
struct Match {
    left: usize,
    right: usize,
    length: usize,
}

/// Los trozos que coinciden: cada huella común, alargada hasta donde da; los más
/// largos primero y sin que ninguno pise a otro; y en el orden del primer archivo.
pub(super) fn find(left: Side, right: Side) -> Vec<Fragment> {
    let mut matches = maximal(left, right);
    matches.sort_by_key(|found| (std::cmp::Reverse(found.length), found.left, found.right));
    let mut kept: Vec<Match> = Vec::new();
    for found in matches {
        if kept.len() == SHOWN {
            break;
        }
        if kept.iter().all(|other| !overlap(*other, found)) {
            kept.push(found);
        }
    }
    kept.sort_by_key(|found| found.left);
    kept.into_iter()
        .map(|found| Fragment {
            left: lines(left.tokens, found.left, found.length),
            right: lines(right.tokens, found.right, found.length),
            tokens: found.length,
        })
        .collect()
}

fn maximal(left: Side, right: Side) -> Vec<Match> {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for print in right.prints {
        let known = places.entry(print.hash).or_default();
        if known.len() < REPEATS {
            known.push(print.at);
        }
    }
    let mut seen: HashMap<u64, usize> = HashMap::new();
    // Por diagonal (cuánto va un archivo por delante del otro), hasta dónde se ha
    // llegado ya: las huellas de una misma coincidencia no la cuentan otra vez.
    let mut reached: BTreeMap<isize, usize> = BTreeMap::new();
    let mut matches = Vec::new();
    for print in left.prints {
        let times = seen.entry(print.hash).or_default();
        *times += 1;
        if *times > REPEATS {
            continue;
        }
        for &at in places.get(&print.hash).into_iter().flatten() {
            let diagonal = at.cast_signed() - print.at.cast_signed();
            if reached.get(&diagonal).is_some_and(|&end| print.at < end) {
                continue;
            }
            let found = stretch(left.tokens, right.tokens, print.at, at);
            reached.insert(diagonal, found.left + found.length);
            matches.push(found);
        }
    }
    matches
}

/// La coincidencia más larga que pasa por `left` y `right`.
fn stretch(a: &[Token], b: &[Token], left: usize, right: usize) -> Match {
    let same = |(x, y): &(&Token, &Token)| x.shape == y.shape;
    let ahead = a[left..].iter().zip(&b[right..]).take_while(same).count();
    let behind = a[..left]
        .iter()
        .rev()
        .zip(b[..right].iter().rev())
        .take_while(same)
        .count();
    Match {
        left: left - behind,
        right: right - behind,
        length: behind + ahead,
    }
}

fn overlap(one: Match, other: Match) -> bool {
    let cross = |a: Range<usize>, b: Range<usize>| a.start < b.end && b.start < a.end;
    cross(
        one.left..one.left + one.length,
        other.left..other.left + other.length,
    ) || cross(
        one.right..one.right + one.length,
        other.right..other.right + other.length,
    )
}

fn lines(tokens: &[Token], at: usize, length: usize) -> Lines {
    Lines {
        first: tokens[at].line,
        last: tokens[at + length - 1].line,
    }
}
