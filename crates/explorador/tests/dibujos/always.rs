//! Lo que todo dibujo cumple, sea el plan que sea.

use std::time::Duration;

use explorador::picture::{Detail, TextStyle, summary, svg_with, text};
use explorador::{Outcome, Report};
use proptest::prelude::*;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::arbitrary::outcome;
use super::gallery;

fn detail() -> impl Strategy<Value = Detail> {
    prop_oneof![Just(Detail::Essential), Just(Detail::Full)]
}

pub fn report(outcomes: Vec<Outcome>) -> Report {
    Report {
        program: vec!["./carrera".to_string()],
        schedules: outcomes.iter().map(|outcome| outcome.count).sum(),
        abandoned: 0,
        distinct: None,
        exhaustive: true,
        preemption_bound: None,
        elapsed: Duration::from_millis(53),
        outcomes,
        stopped_by: None,
        gaps: Vec::new(),
        busy_wait: false,
        reach: explorador::Reach::default(),
    }
}

/// Nada que una terminal obedezca: ni órdenes, ni cambios de sentido.
fn is_inert(drawing: &str) -> bool {
    drawing
        .chars()
        .all(|c| c == '\n' || !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c))
}

fn without_colors(drawing: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in drawing.split('\x1b').enumerate() {
        plain.push_str(if at == 0 {
            piece
        } else {
            piece.split_once('m').expect("color").1
        });
    }
    plain
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ninguna_linea_es_mas_ancha_que_la_terminal(
        outcome in outcome(), width in 24_usize..140, detail in detail(),
    ) {
        let drawing = text(&outcome, &TextStyle { width, color: false, detail });

        for line in drawing.lines() {
            prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        }
        prop_assert!(is_inert(&drawing), "{drawing:?}");
    }

    #[test]
    fn el_color_no_anade_ni_quita_nada(outcome in outcome(), width in 24_usize..140) {
        let style = TextStyle { width, ..TextStyle::default() };
        let colored = text(&outcome, &TextStyle { color: true, ..style });

        prop_assert_eq!(without_colors(&colored), text(&outcome, &style));
    }

    #[test]
    fn el_svg_es_xml_y_solo_lleva_lo_que_dibuja(outcome in outcome(), detail in detail()) {
        let drawing = svg_with(&outcome, detail);
        let document = roxmltree::Document::parse(&drawing).expect("XML bien formado");
        let allowed = ["svg", "title", "desc", "style", "rect", "path", "circle", "text"];
        let width: f64 = document.root_element().attribute("width").expect("ancho").parse().expect("número");

        for node in document.descendants().filter(roxmltree::Node::is_element) {
            prop_assert!(allowed.contains(&node.tag_name().name()), "{node:?}");
            prop_assert!(node.attributes().all(|a| !a.name().starts_with("on")));
            if let Some(x) = node.attribute("x") {
                prop_assert!((0.0..=width).contains(&x.parse::<f64>().expect("número")));
            }
        }
        prop_assert!(is_inert(&drawing));
        prop_assert!(drawing.len() < 400_000, "{} bytes", drawing.len());
    }

    #[test]
    fn la_tabla_cabe_en_ochenta_columnas(outcomes in proptest::collection::vec(outcome(), 0..5)) {
        let table = summary(&report(outcomes));

        prop_assert!(table.lines().all(|line| line.width() <= 80), "{table}");
        prop_assert!(is_inert(&table));
    }

    #[test]
    fn el_json_se_lee_y_tiene_los_campos_acordados(outcome in outcome()) {
        let json = report(vec![outcome]).to_json().to_string();
        let report: Value = serde_json::from_str(&json).expect("JSON");

        let keys = |value: &Value| value.as_object().expect("objeto").keys().cloned().collect::<Vec<_>>();
        prop_assert_eq!(keys(&report), sorted(&REPORT_FIELDS));
        prop_assert_eq!(keys(&report["outcomes"][0]), sorted(&OUTCOME_FIELDS));
        for event in report["outcomes"][0]["events"].as_array().expect("lista") {
            for field in ["seq", "lane", "pid", "kind", "fault", "label"] {
                prop_assert!(event.get(field).is_some(), "{event}");
            }
        }
    }
}

/// Los acordados para `taller explorar`; `stopped_by`, que dice qué límite paró la
/// búsqueda; `gaps`, por qué pueden faltar finales aunque acabara; y `abandoned`,
/// cuántos planes no llegaron a un final.
const REPORT_FIELDS: [&str; 9] = [
    "gaps",
    "program",
    "schedules",
    "abandoned",
    "exhaustive",
    "preemption_bound",
    "elapsed_ms",
    "outcomes",
    "stopped_by",
];

/// Los acordados, en la primera línea, y los que el explorador añade.
const OUTCOME_FIELDS: [&str; 16] = [
    "verdict",
    "stdout",
    "stderr",
    "exit",
    "zombies",
    "leaked_mappings",
    "count",
    "schedule",
    "events",
    "leaked_descriptors",
    "children_left",
    "refused_signals",
    "switches",
    "preemptions",
    "limit",
    "lanes",
];

fn sorted(fields: &[&str]) -> Vec<String> {
    let mut fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
    fields.sort();
    fields
}

#[test]
fn todo_lo_que_va_mal_se_dice_con_palabras() {
    for (name, outcome) in gallery::all() {
        let has_fault = outcome.events.iter().any(|event| event.fault);
        let drawing = text(&outcome, &TextStyle::default());
        let vector = svg_with(&outcome, Detail::Essential);

        assert_eq!(
            has_fault,
            drawing.contains("FALLO") && name != "interbloqueo",
            "{name}"
        );
        assert!(!has_fault || vector.contains("FALLO"), "{name}");
    }
}
