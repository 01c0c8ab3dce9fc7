//! Casos generados: miles, reducidos hasta el más sencillo que falla.
//!
//! La semilla es fija, así que el mismo programa recibe siempre los mismos casos:
//! el veredicto no depende de la suerte.

use std::cell::RefCell;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::failure::{CheckResult, Failure, FailureKind};

pub use proptest;

/// Prueba `cases` casos de `strategy` con `look`. Si alguno falla, busca el más
/// sencillo que también falla y devuelve lo que `look` dice de él.
///
/// # Errores
/// El fallo del caso más sencillo.
pub fn for_all<S: Strategy>(
    cases: u32,
    strategy: &S,
    look: impl Fn(&S::Value) -> CheckResult,
) -> CheckResult {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let broken: RefCell<Option<Failure>> = RefCell::new(None);
    let result = runner.run(strategy, |case| {
        // Si es el juez quien falla, reducir el caso no sirve de nada.
        if broken.borrow().is_some() {
            return Ok(());
        }
        look(&case).map_err(|failure| {
            if failure.kind == FailureKind::Tool {
                *broken.borrow_mut() = Some(failure);
            }
            TestCaseError::fail("no coincide")
        })
    });
    if let Some(failure) = broken.into_inner() {
        return Err(failure);
    }
    match result {
        Ok(()) => Ok(()),
        Err(TestError::Fail(_, simplest)) => look(&simplest),
        Err(TestError::Abort(why)) => Err(Failure::tool(format!(
            "No se pudieron generar los casos: {why}."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_above(limit: u32) -> impl Fn(&u32) -> CheckResult {
        move |&n| {
            if n <= limit {
                Ok(())
            } else {
                Err(Failure::expected("poco").happened(n.to_string()))
            }
        }
    }

    #[test]
    fn the_failure_told_is_that_of_the_simplest_case() {
        let failure = for_all(500, &(0..10_000_u32), not_above(37)).unwrap_err();

        assert_eq!(failure.happened, "38");
    }

    #[test]
    fn every_case_is_tried_when_none_fails() {
        let tried = RefCell::new(0);

        for_all(500, &(0..10_000_u32), |_| {
            *tried.borrow_mut() += 1;
            Ok(())
        })
        .unwrap();

        assert_eq!(tried.into_inner(), 500);
    }

    #[test]
    fn a_broken_judge_is_not_a_counterexample() {
        let failure = for_all(10, &(0..9_u32), |_| Err(Failure::tool("sin disco"))).unwrap_err();

        assert_eq!(
            (failure.kind, failure.happened.as_str()),
            (FailureKind::Tool, "sin disco")
        );
    }
}
