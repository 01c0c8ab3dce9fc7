//! Lo que se cuenta paso a paso: dice lo mismo que los dibujos y nunca lleva a un
//! sitio que no existe.

use explorador::picture::{TextStyle, steps, text};
use explorador::{Outcome, Report};
use proptest::prelude::*;
use serde_json::Value;

use super::always::report;
use super::arbitrary::outcome;
use super::{check, gallery};

fn told(report: &Report) -> Value {
    let json = steps(report, |outcome| format!("repite {}", outcome.schedule));
    serde_json::from_str(&json.to_string()).expect("JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key}: {value}"))
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("un número")).expect("pequeño")
}

/// Los bytes que ocupan las casillas de un trozo.
fn bytes(view: &Value) -> usize {
    let cells = list(view, "cells").iter();
    cells
        .map(|cell| cell[1].as_str().expect("bytes").len() / 2)
        .sum()
}

/// Cada número que la página usará para buscar algo está dentro de lo que hay.
fn leads_somewhere(ending: &Value) -> Result<(), TestCaseError> {
    let lanes = list(ending, "lanes").len();
    let places = list(ending, "places");
    let whole = |view: &Value| number(&view["first"]) + bytes(view) + number(&view["more"]);
    let steps = list(ending, "steps");
    prop_assert!(steps.len() <= 301);
    for place in places {
        prop_assert!(number(&place["since"]) < steps.len().max(1));
    }
    for step in steps {
        prop_assert!(!step["said"].as_str().expect("una frase").is_empty());
        for cell in step["cells"].as_array().into_iter().flatten() {
            prop_assert!(number(&cell["lane"]) < lanes);
        }
        for change in list(step, "lanes") {
            prop_assert!(number(&change["lane"]) < lanes);
        }
        for change in step["memory"].as_array().into_iter().flatten() {
            let place = &places[number(&change["place"])];
            prop_assert_eq!(whole(change), whole(&place["initial"]));
        }
        if let Some(reach) = step.get("reach") {
            prop_assert!(number(&reach["place"]) < places.len());
            prop_assert!(number(&reach["start"]) <= number(&reach["end"]));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nada_lleva_fuera(outcomes in proptest::collection::vec(outcome(), 0..4)) {
        let told = told(&report(outcomes));
        for ending in list(&told, "endings") {
            leads_somewhere(ending)?;
        }
        let selected = number(&told["selected"]);
        prop_assert!(selected < list(&told, "endings").len().max(1));
    }

    #[test]
    fn lo_mostrado_al_final_es_la_salida_del_plan(outcome in outcome()) {
        let told = told(&report(vec![outcome.clone()]));
        let output: String = list(&told["endings"][0], "steps")
            .iter()
            .flat_map(|step| step["output"].as_array().into_iter().flatten())
            .map(|piece| piece["text"].as_str().expect("texto"))
            .collect();
        // Lo que no se puede enseñar se escribe con su código, y entonces no se compara.
        let events = written(&outcome);
        prop_assume!(events.chars().all(|c| c == '\n' || c.is_ascii_graphic() || c == ' '));
        prop_assert_eq!(output, events);
    }
}

/// Lo que las llamadas del plan escribieron en la salida y en la de error.
fn written(outcome: &Outcome) -> String {
    use explorador::{Call, Effect, EventKind};
    let pieces = outcome.events.iter().filter_map(|event| match &event.kind {
        EventKind::Call(Call {
            effect: Effect::Output { fd: 1 | 2, bytes },
            result: Ok(_),
            ..
        }) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    });
    pieces.collect()
}

#[test]
fn cada_paso_dice_lo_mismo_que_el_dibujo() {
    for (name, outcome) in gallery::all() {
        let wide = TextStyle {
            width: 400,
            ..TextStyle::default()
        };
        let drawing = text(&outcome, &wide);
        let told = told(&report(vec![outcome]));
        for step in list(&told["endings"][0], "steps") {
            for cell in step["cells"].as_array().into_iter().flatten() {
                let text = cell["text"].as_str().expect("texto").replace('\u{a0}', " ");
                assert!(
                    drawing.contains(&text),
                    "{name}: falta «{text}» en\n{drawing}"
                );
            }
        }
    }
}

/// Las frases, una por línea.
fn sentences(outcome: Outcome) -> String {
    let told = told(&report(vec![outcome]));
    let said = list(&told["endings"][0], "steps").iter();
    let said: Vec<&str> = said
        .map(|step| step["said"].as_str().expect("una frase"))
        .collect();
    said.join("\n") + "\n"
}

#[test]
fn las_frases_son_las_de_siempre() {
    for (name, outcome) in gallery::all() {
        check(name, "frases", &sentences(outcome));
    }
}

#[test]
fn un_plan_largo_se_pliega_sin_perder_lo_que_cambio() {
    let mut outcome = gallery::all().remove(0).1;
    let one = outcome.events.clone();
    for _ in 0..100 {
        outcome.events.extend(one.iter().cloned());
    }
    let whole = written(&outcome);

    let told = told(&report(vec![outcome]));

    let steps = list(&told["endings"][0], "steps");
    let hidden: Vec<&Value> = steps.iter().filter(|s| s["kind"] == "hidden").collect();
    assert_eq!(hidden.len(), 1);
    assert_eq!(steps.len(), 301);
    let output: String = steps
        .iter()
        .flat_map(|step| step["output"].as_array().into_iter().flatten())
        .map(|piece| piece["text"].as_str().expect("texto"))
        .collect();
    assert_eq!(output, whole);
}
