use super::super::verdict::Listed;
use super::*;

/// Un veredicto con las tres comprobaciones del paso 9; de las que fallan se
/// da lo que ocurrió.
fn verdict(happened: [Option<&str>; 3]) -> Verdict {
    let checks = ["uno", "dos", "tres"].into_iter().zip(happened);
    Verdict {
        step: "paso9".into(),
        exhaustive: true,
        checks: checks
            .map(|(id, happened)| Check {
                id: id.into(),
                title: format!("La {id}"),
                status: happened.map_or(Status::Passed, |_| Status::Failed),
                message: happened.map(|text| Message {
                    happened: text.into(),
                    cause: "Porque sí.".into(),
                    ..Message::default()
                }),
            })
            .collect(),
    }
}

#[test]
fn juzgar_otra_vez_tiene_que_dar_lo_mismo_letra_por_letra() {
    let first = verdict([None, Some("murió el proceso 12345"), None]);
    assert_eq!(same_again(&first, &first.clone(), 2), None);

    for told in [
        None,
        Some("se quedó esperando"),
        Some("murió el proceso 67890"),
    ] {
        let changed = same_again(&first, &verdict([None, told, None]), 7).expect("no es lo mismo");
        assert!(changed.expected.contains("«dos»"), "{changed:?}");
        assert!(changed.happened.starts_with("la vez 7"), "{changed:?}");
    }
}

fn listing() -> Listing {
    let checks = ["uno", "dos", "tres"].map(|id| Listed {
        id: id.into(),
        title: format!("La {id}"),
        weight: 1,
    });
    Listing {
        step: "paso9".into(),
        checks: checks.into(),
    }
}

fn caught(check: &str, fragment: &str, also: &[&str]) -> Expectation {
    Expectation::Caught(Mistake {
        sentence: "se equivoca.".into(),
        check: check.into(),
        fragment: fragment.into(),
        also: also.iter().map(|&id| id.into()).collect(),
    })
}

#[test]
fn cazada_por_quien_dice_y_con_lo_que_dice_no_hay_nada_que_contar() {
    let expectation = caught("uno", "es privada", &["tres"]);
    let verdict = verdict([Some("La región\n  es privada."), None, Some("lo que sea")]);

    assert_eq!(compare(&expectation, &listing(), &verdict), []);
}

#[test]
fn un_juez_que_lo_aprueba_todo_no_caza_a_nadie() {
    let expectation = caught("uno", "es privada", &["tres"]);

    let found = compare(&expectation, &listing(), &verdict([None, None, None]));

    let expected: Vec<_> = found.iter().map(|d| d.expected.as_str()).collect();
    assert_eq!(
        expected,
        [
            "que no superara «uno» (La uno)",
            "que no superara «tres» (La tres)"
        ]
    );
    assert!(found.iter().all(|d| d.happened == "la supera"));
}

#[test]
fn fallar_de_mas_tambien_se_cuenta() {
    let expectation = caught("uno", "privada", &[]);
    let verdict = verdict([Some("Es privada."), Some("Se colgó."), None]);

    let found = compare(&expectation, &listing(), &verdict);

    assert_eq!(found.len(), 1);
    assert!(found[0].expected.contains("que superara «dos»"));
    assert!(found[0].happened.contains("Se colgó."));
}

#[test]
fn un_mensaje_que_no_explica_esa_equivocacion_no_vale() {
    let expectation = caught("uno", "es privada", &[]);
    let verdict = verdict([Some("Mide 3 bytes."), None, None]);

    let found = compare(&expectation, &listing(), &verdict);

    assert_eq!(
        found,
        [Discrepancy::new(
            "que «uno» (La uno) dijera «es privada»",
            "Mide 3 bytes.\nPorque sí."
        )]
    );
}

#[test]
fn una_cabecera_que_nombra_lo_que_no_existe_se_delata() {
    let expectation = caught("cuatro", "x", &[]);

    let found = compare(&expectation, &listing(), &verdict([None, None, None]));

    assert_eq!(found.len(), 1);
    assert!(found[0].happened.contains("«cuatro», que no existe"));
}

#[test]
fn que_el_juez_no_pueda_comprobar_no_es_cazar() {
    let mut verdict = verdict([Some("No hay referencia: es privada"), None, None]);
    verdict.checks[0].status = Status::Error;

    let found = compare(&caught("uno", "es privada", &[]), &listing(), &verdict);

    assert!(found[0].unjudged);
    assert!(
        found[0]
            .expected
            .contains("que el juez pudiera hacer «uno»")
    );
}

#[test]
fn una_solucion_tiene_que_superarlo_todo() {
    assert_eq!(
        compare(
            &Expectation::Passes,
            &listing(),
            &verdict([None, None, None])
        ),
        []
    );

    let found = compare(
        &Expectation::Passes,
        &listing(),
        &verdict([None, Some("Se colgó."), None]),
    );

    assert_eq!(found[0].expected, "que superara «dos» (La dos)");
}

#[test]
fn un_esqueleto_no_supera_nada_y_dice_que_falta() {
    let todo = Some("Falta escribir la función de la línea 33.");
    assert_eq!(
        compare(&Expectation::Unwritten, &listing(), &verdict([todo; 3])),
        []
    );

    let found = compare(
        &Expectation::Unwritten,
        &listing(),
        &verdict([todo, None, Some("Se colgó.")]),
    );

    assert_eq!(found.len(), 2);
    assert!(found[0].expected.contains("no se superara «dos»"));
    assert!(
        found[1]
            .expected
            .contains("«tres» (La tres) dijera «Falta escribir")
    );
}

#[test]
fn un_veredicto_incompleto_no_es_una_prueba() {
    let mut incomplete = verdict([None, None, None]);
    incomplete.checks.pop();

    let found = compare(&Expectation::Passes, &listing(), &incomplete);

    assert_eq!(
        found,
        [Discrepancy::new(
            "un veredicto de paso9: uno, dos, tres",
            "el veredicto es de paso9: uno, dos"
        )]
    );
}

#[test]
fn un_juez_sin_comprobaciones_no_aprueba_nada() {
    let mut nothing = listing();
    nothing.checks.clear();
    let mut empty = verdict([None, None, None]);
    empty.checks.clear();

    assert_eq!(compare(&Expectation::Passes, &nothing, &empty).len(), 1);
}
