//! Las cuentas del informe cuadran siempre, se pare donde se pare la búsqueda: cada
//! plan ejecutado o llegó a uno de los finales o se dejó a medias, y se dice.

mod comun;

use std::time::Duration;

use comun::{compile, explore_with, verdicts};
use explorador::picture::summary;
use explorador::{Explorer, LimitKind, Limits, Program, Report, Verdict};
use proptest::prelude::*;

/// Las cuentas de un informe, comprobadas.
fn adds_up(report: &Report) -> Result<(), TestCaseError> {
    let counted: usize = report.outcomes.iter().map(|outcome| outcome.count).sum();
    prop_assert_eq!(counted + report.abandoned, report.schedules);
    prop_assert_eq!(counted, report.completed());
    prop_assert!(report.outcomes.iter().all(|outcome| outcome.count > 0));
    // Y lo que ve una persona, también: «2 de 5» y «3 de 5» suman 5.
    let text = summary(report);
    let of_total = format!(" de {counted} ");
    for outcome in &report.outcomes {
        let share = format!("{}{of_total}", outcome.count);
        prop_assert!(text.contains(&share), "falta «{share}» en\n{text}");
    }
    if report.abandoned > 0 {
        prop_assert!(text.contains("a medias"), "{text}");
    }
    Ok(())
}

/// Operaciones del guion de un proceso: leer, escribir o sumar en un byte.
fn script() -> impl Strategy<Value = String> {
    proptest::collection::vec("[RWA][01]", 1..3).prop_map(|operations| operations.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn cada_plan_se_cuenta_una_vez(
        scripts in proptest::collection::vec(script(), 2..4),
        schedules in 1_usize..60,
        bound in proptest::option::of(0_usize..3),
        brute in any::<bool>(),
    ) {
        let limits = Limits { schedules, ..Limits::default() };
        let mut explorer =
            Explorer::new(Program::new(compile("guion", &[])).args(&scripts)).limits(limits);
        if let Some(bound) = bound {
            explorer = explorer.preemption_bound(bound);
        }
        if brute {
            explorer = explorer.brute_force();
        }

        let report = explorer.explore().expect("se explora");

        prop_assert!(report.schedules <= schedules);
        adds_up(&report)?;
    }
}

#[test]
fn un_plan_que_se_deja_a_medias_por_repetir_otro_no_descuadra() {
    let explorer = Explorer::new(Program::new(compile("guion", &[])).args(["t0", "l0", "t0"]));

    let report = explorer.explore().expect("se explora");

    assert!(
        report.abandoned > 0,
        "hace falta un programa que deje alguno a medias"
    );
    assert!(report.exhaustive);
    adds_up(&report).expect("cuadran");
}

/// Con `time` de plazo, tres filósofos: más de mil planes.
fn in_time(time: Duration) -> Report {
    let limits = Limits {
        time,
        ..Limits::default()
    };
    explore_with("filosofos", &["-DN=3"], |explorer| explorer.limits(limits))
}

#[test]
fn sin_tiempo_para_nada_no_hay_finales_y_se_dice() {
    let report = in_time(Duration::ZERO);

    assert!(report.outcomes.is_empty());
    assert_eq!(report.stopped_by, Some(LimitKind::Time));
    assert!(!report.exhaustive);
    adds_up(&report).expect("cuadran");
}

#[test]
fn con_poco_tiempo_se_ensena_lo_que_se_vio_y_que_no_es_todo() {
    let report = in_time(Duration::from_millis(150));

    assert_eq!(report.stopped_by, Some(LimitKind::Time));
    assert!(!report.exhaustive);
    adds_up(&report).expect("cuadran");
    assert!(
        summary(&report).contains("se paró antes de acabar"),
        "{}",
        summary(&report)
    );
    // Ningún final es el corte mismo: eso no lo hizo el programa.
    assert!(!verdicts(&report).contains(&Verdict::Timeout));
}
