//! Lo que se aprende de los bucles que esperan contando.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Los bucles de un programa que, dadas muchas vueltas seguidas, no se cansaron.
///
/// Averiguarlo cuesta dar las vueltas. Quien explora varias veces el mismo
/// programa, con otros argumentos o con otro fallo, puede dárselo a todas las
/// exploraciones ([`crate::Explorer::endless_loops`]) para que se den una sola vez.
/// Las copias son la misma lista.
#[derive(Clone, Default)]
pub struct EndlessLoops(Arc<Mutex<HashSet<u64>>>);

impl EndlessLoops {
    pub(crate) fn contains(&self, one: u64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(&one)
    }

    pub(crate) fn insert(&self, one: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(one);
    }
}

impl fmt::Debug for EndlessLoops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndlessLoops").finish_non_exhaustive()
    }
}
