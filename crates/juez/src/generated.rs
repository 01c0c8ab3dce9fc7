//! Casos generados: miles, reducidos hasta el más sencillo que falla.
//!
//! La semilla es fija, así que el mismo programa recibe siempre los mismos casos:
//! el veredicto no depende de la suerte.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::failure::{CheckResult, Failure, FailureKind};

pub use proptest;

/// Intentos de simplificar un caso que falla: los suficientes para cualquier caso
/// que quepa en una pantalla.
const SIMPLIFICATIONS: usize = 2000;

/// Genera `cases` casos de `strategy` y los mira todos a la vez con
/// `first_broken`, que dice cuál es el primero que falla. Si hay alguno, busca el
/// más sencillo que también falla, de uno en uno, y devuelve lo que `look` dice
/// de él.
///
/// # Errores
/// El fallo del caso más sencillo, o el del juez si es él quien falla.
pub fn for_all<S: Strategy>(
    cases: usize,
    strategy: &S,
    first_broken: impl FnOnce(&[S::Value]) -> Result<Option<usize>, Failure>,
    look: impl Fn(&S::Value) -> CheckResult,
) -> CheckResult {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut trees = Vec::with_capacity(cases);
    for _ in 0..cases {
        let tree = strategy.new_tree(&mut runner);
        trees.push(
            tree.map_err(|why| Failure::tool(format!("No se pudieron generar los casos: {why}.")))?,
        );
    }
    let values: Vec<S::Value> = trees.iter().map(ValueTree::current).collect();
    match first_broken(&values)? {
        None => Ok(()),
        Some(index) => Err(simplest(trees.swap_remove(index), look)),
    }
}

/// El fallo del caso más sencillo que se alcanza desde `tree`.
fn simplest<T: ValueTree>(mut tree: T, look: impl Fn(&T::Value) -> CheckResult) -> Failure {
    let mut told = Failure::tool("Un caso falla con los demás y no falla solo.");
    for _ in 0..SIMPLIFICATIONS {
        let more = match look(&tree.current()) {
            Err(failure) if failure.kind == FailureKind::Tool => return failure,
            Err(failure) => {
                told = failure;
                tree.simplify()
            }
            Ok(()) => tree.complicate(),
        };
        if !more {
            break;
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_above(limit: u32) -> impl Fn(&u32) -> CheckResult {
        move |&n| {
            let failure = || Failure::expected("poco").happened(n.to_string());
            if n <= limit { Ok(()) } else { Err(failure()) }
        }
    }

    fn first(
        look: impl Fn(&u32) -> CheckResult,
    ) -> impl FnOnce(&[u32]) -> Result<Option<usize>, Failure> {
        move |cases| Ok(cases.iter().position(|case| look(case).is_err()))
    }

    #[test]
    fn the_failure_told_is_that_of_the_simplest_case() {
        let failure =
            for_all(500, &(0..10_000_u32), first(not_above(37)), not_above(37)).unwrap_err();

        assert_eq!(failure.happened, "38");
    }

    #[test]
    fn every_case_is_looked_at_when_none_fails() {
        let mut seen = 0;

        for_all(
            500,
            &(0..10_000_u32),
            |cases| {
                seen = cases.len();
                Ok(None)
            },
            |_| Ok(()),
        )
        .unwrap();

        assert_eq!(seen, 500);
    }

    #[test]
    fn a_broken_judge_is_not_a_counterexample() {
        let broken = |_: &u32| Err(Failure::tool("sin disco"));

        let failure = for_all(10, &(0..9_u32), first(broken), broken).unwrap_err();

        assert_eq!(
            (failure.kind, failure.happened.as_str()),
            (FailureKind::Tool, "sin disco")
        );
    }
}
