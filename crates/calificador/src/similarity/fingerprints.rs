//! Las huellas de un programa: *winnowing*.

use std::collections::HashSet;

use super::tokens::Token;

/// Un número por cada ristra de `noise` piezas seguidas.
pub(super) fn hashes(tokens: &[Token], noise: usize) -> Vec<u64> {
    tokens
        .windows(noise.max(1))
        .map(|gram| {
            mix(gram
                .iter()
                .fold(OFFSET, |hash, token| step(hash, token.shape)))
        })
        .collect()
}

/// Una huella y dónde empieza, en piezas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub hash: u64,
    pub at: usize,
}

/// Las huellas de un programa, elemento a elemento.
pub(super) fn of(
    tokens: &[Token],
    noise: usize,
    window: usize,
    known: &HashSet<u64>,
) -> Vec<Fingerprint> {
    let mut prints = Vec::new();
    let mut start = 0;
    for item in tokens.chunk_by(|one, next| one.item == next.item) {
        let chosen = select(&hashes(item, noise), window, known);
        prints.extend(chosen.into_iter().map(|print| Fingerprint {
            at: start + print.at,
            ..print
        }));
        start += item.len();
    }
    prints
}

/// De cada ventana de `window` números, el menor (de los menores, el último), sin
/// contar los de `known`.
///
/// Quitarlos antes de elegir, y no después, es lo que conserva la promesa del
/// método: dos programas que tengan en común `window` números seguidos, ninguno
/// conocido, tienen al menos una huella en común.
fn select(hashes: &[u64], window: usize, known: &HashSet<u64>) -> Vec<Fingerprint> {
    let mut chosen: Vec<Fingerprint> = Vec::new();
    let width = window.clamp(1, hashes.len().max(1));
    for (start, view) in hashes.windows(width).enumerate() {
        let smallest = view
            .iter()
            .enumerate()
            .filter(|(_, hash)| !known.contains(hash))
            .rev()
            .min_by_key(|(_, hash)| **hash);
        if let Some((offset, &hash)) = smallest {
            let at = start + offset;
            if chosen.last().is_none_or(|last| last.at != at) {
                chosen.push(Fingerprint { hash, at });
            }
        }
    }
    chosen
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a: siempre el mismo número, hoy y dentro de dos años, en cualquier máquina.
pub(super) fn hash_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(OFFSET, |hash, &byte| step(hash, byte))
}

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(PRIME)
}

/// El menor de una ventana tiene que ser uno cualquiera, y en FNV los bits altos de
/// dos ristras que acaban igual se parecen: esto los baraja (splitmix64).
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// El ejemplo de la figura 2 del artículo.
    #[test]
    fn el_ejemplo_del_articulo() {
        let hashes = [
            77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98,
        ];

        let chosen: Vec<(u64, usize)> = select(&hashes, 4, &HashSet::new())
            .iter()
            .map(|print| (print.hash, print.at))
            .collect();

        assert_eq!(chosen, [(17, 3), (17, 6), (8, 8), (39, 11), (17, 15)]);
    }

    #[test]
    fn con_menos_numeros_que_una_ventana_hay_una_huella() {
        let print = |hash, at| Fingerprint { hash, at };

        assert_eq!(select(&[7, 3, 5], 6, &HashSet::new()), [print(3, 1)]);
        assert_eq!(select(&[7, 3, 5], 6, &[3].into()), [print(5, 2)]);
        assert_eq!(select(&[], 6, &HashSet::new()), []);
    }

    proptest! {
        #[test]
        fn lo_que_coincide_bastante_siempre_se_encuentra(
            shared in prop::collection::vec(any::<u64>(), 8..30),
            before in prop::collection::vec(any::<u64>(), 0..30),
            after in prop::collection::vec(any::<u64>(), 0..30),
            window in 1_usize..8,
        ) {
            let one = [before.as_slice(), &shared].concat();
            let other = [shared.as_slice(), &after].concat();
            let prints = |hashes: &[u64]| -> HashSet<u64> {
                select(hashes, window, &HashSet::new()).iter().map(|print| print.hash).collect()
            };

            prop_assert!(!prints(&one).is_disjoint(&prints(&other)));
        }

        #[test]
        fn ninguna_huella_es_conocida_y_ninguna_ventana_se_queda_sin_la_suya(
            hashes in prop::collection::vec(0_u64..50, 0..80),
            known in prop::collection::hash_set(0_u64..50, 0..30),
            window in 1_usize..8,
        ) {
            let chosen = select(&hashes, window, &known);

            for print in &chosen {
                prop_assert!(!known.contains(&print.hash));
                prop_assert_eq!(hashes[print.at], print.hash);
            }
            for (start, view) in hashes.windows(window).enumerate() {
                let all_known = view.iter().all(|hash| known.contains(hash));
                let covered = chosen.iter().any(|print| (start..start + window).contains(&print.at));
                prop_assert!(all_known || covered);
            }
        }
    }
}
