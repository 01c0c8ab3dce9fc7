//! Las notas: exactas, monótonas, dentro de su escala.

use std::collections::BTreeMap;

use calificador::assignment::{Assignment, Mark, MarkStatus};
use calificador::model::{Code, Entry, Grade, Notice, NoticeKind, Source, Student};
use proptest::prelude::*;

const DUE: &str = "[entrega]\nlimite = \"2026-03-15 23:59 +01:00\"\n";

fn assignment(text: &str) -> Assignment {
    Assignment::parse(text, "tarea.toml", &[]).unwrap_or_else(|problem| panic!("{problem}"))
}

fn entry(steps: &[&str], submitted: Option<&str>) -> Entry {
    let source = Source {
        sha256: "0".repeat(64),
        bytes: 1,
        original: "src/lib.rs".into(),
    };
    Entry {
        id: "101".into(),
        student: Student {
            name: "Ana García".into(),
            email: Some("ana@example.org".into()),
            ..Student::default()
        },
        submitted_at: submitted.map(|at| at.parse().unwrap()),
        sources: steps
            .iter()
            .map(|step| ((*step).into(), source.clone()))
            .collect(),
        notices: Vec::new(),
    }
}

fn grade(points: u32, max_points: u32) -> Grade {
    let code = if points == max_points {
        Code::Good
    } else {
        Code::Wrong
    };
    Grade {
        points,
        reason: None,
        ..Grade::unjudged(code, max_points, "")
    }
}

/// La nota con estos puntos (de 10) en cada paso.
fn mark(text: &str, points: &[(&str, u32)], submitted: Option<&str>) -> Mark {
    let steps: Vec<&str> = points.iter().map(|(step, _)| *step).collect();
    let mut grades = BTreeMap::new();
    for &(step, points) in points {
        grades.insert(step.to_owned(), grade(points, 10));
    }
    assignment(text).mark(&entry(&steps, submitted), &grades)
}

fn value(text: &str, points: &[(&str, u32)], submitted: Option<&str>) -> String {
    let mark = mark(text, points, submitted);
    mark.value
        .map_or(format!("{:?}", mark.status), |value| value.to_string())
}

#[test]
fn la_nota_es_la_media_con_los_pesos() {
    let text = "[pasos]\npaso3 = 1\npaso4 = 2\n";

    assert_eq!(value(text, &[("paso3", 10), ("paso4", 10)], None), "10.00");
    assert_eq!(value(text, &[("paso3", 10), ("paso4", 0)], None), "3.33");
    assert_eq!(value(text, &[("paso3", 0), ("paso4", 10)], None), "6.67");
    assert_eq!(
        value(text, &[("paso4", 10)], None),
        "6.67",
        "lo que falta cuenta como 0"
    );
}

#[test]
fn el_reto_suma_y_nunca_pasa_de_la_maxima() {
    let text = "[pasos]\npaso3 = 1\n[extra]\nreto4 = 0.5\n";

    assert_eq!(value(text, &[("paso3", 8)], None), "8.00");
    assert_eq!(value(text, &[("paso3", 8), ("reto4", 5)], None), "8.25");
    assert_eq!(value(text, &[("paso3", 10), ("reto4", 10)], None), "10.00");
}

#[test]
fn un_fallo_nuestro_no_pone_nota_a_nadie() {
    let assignment = assignment("[pasos]\npaso3 = 1\npaso4 = 1\n");
    let mut grades = BTreeMap::new();
    grades.insert("paso3".to_owned(), grade(10, 10));
    grades.insert(
        "paso4".to_owned(),
        Grade::unjudged(Code::Infra, 10, "sin memoria"),
    );

    let mark = assignment.mark(&entry(&["paso3", "paso4"], None), &grades);

    assert_eq!((mark.status, mark.value), (MarkStatus::ByHand, None));
}

#[test]
fn lo_que_no_se_pudo_leer_se_mira_a_mano_antes_de_poner_un_cero() {
    let assignment = assignment("[pasos]\npaso3 = 1\n");
    let mut broken = entry(&[], None);
    broken.notices.push(Notice {
        kind: NoticeKind::Rejected,
        text: "El zip está estropeado.".into(),
    });

    let mark = assignment.mark(&broken, &BTreeMap::new());

    assert_eq!((mark.status, mark.value), (MarkStatus::ByHand, None));
}

#[test]
fn mientras_falte_un_paso_por_calificar_no_hay_nota() {
    let assignment = assignment("[pasos]\npaso3 = 1\npaso4 = 1\n");
    let mut grades = BTreeMap::new();
    grades.insert("paso3".to_owned(), grade(10, 10));

    let mark = assignment.mark(&entry(&["paso3", "paso4"], None), &grades);

    assert_eq!((mark.status, mark.value), (MarkStatus::Pending, None));
}

#[test]
fn quien_no_entrego_lleva_la_minima_o_nada() {
    let blank = "sin_entregar = \"en blanco\"\n[pasos]\npaso3 = 1\n";
    let chile = "[pasos]\npaso3 = 1\n[escala]\nde = \"1-7\"\n";

    assert_eq!(value(blank, &[], None), "NotSubmitted");
    assert_eq!(value(chile, &[], None), "1.0");
}

#[test]
fn el_retraso_resta_de_lo_obtenido_o_de_la_maxima() {
    let late = Some("2026-03-17T00:00:00+01:00"); // dos días empezados
    let policy = |rest: &str| format!("[pasos]\npaso3 = 1\n{DUE}[retraso]\n{rest}");
    let obtained = policy("politica = \"por día\"\npenalizacion = 10\n");
    let maximum = policy("politica = \"por día\"\npenalizacion = 10\nsobre = \"nota máxima\"\n");
    let capped = policy("politica = \"por hora\"\npenalizacion = 10\ntope = 30\n");
    let rejected = policy("politica = \"no aceptar\"\n");

    assert_eq!(value(&obtained, &[("paso3", 8)], late), "6.40");
    assert_eq!(value(&maximum, &[("paso3", 8)], late), "6.00");
    assert_eq!(value(&maximum, &[("paso3", 1)], late), "0.00");
    assert_eq!(value(&capped, &[("paso3", 10)], late), "7.00");
    assert_eq!(value(&rejected, &[("paso3", 8)], late), "0.00");
    assert_eq!(
        mark(&rejected, &[("paso3", 8)], late).status,
        MarkStatus::TooLate
    );
    assert_eq!(
        value(
            &rejected,
            &[("paso3", 8)],
            Some("2026-03-15T23:59:00+01:00")
        ),
        "8.00"
    );
}

#[test]
fn la_prorroga_es_de_quien_la_tiene() {
    let text = |who: &str| {
        format!(
            "[pasos]\npaso3 = 1\n{DUE}zona = \"Europe/Madrid\"\n[retraso]\npolitica = \"no aceptar\"\n[prorrogas]\n\"{who}\" = \"2026-03-20\"\n"
        )
    };
    let late = Some("2026-03-20T23:59:59+01:00");

    for who in ["101", "ANA@example.org", "ana garcía"] {
        assert_eq!(value(&text(who), &[("paso3", 8)], late), "8.00", "{who}");
    }
    assert_eq!(value(&text("102"), &[("paso3", 8)], late), "0.00");

    let misspelt = assignment(&text("ana@exmaple.org"));
    assert_eq!(
        misspelt.doubtful_extensions(&[entry(&[], None)]),
        [("ana@exmaple.org", 0)]
    );
}

/// Pesos, puntos que vale cada paso y puntos conseguidos.
fn work() -> impl Strategy<Value = (Vec<(u32, u32, u32)>, usize)> {
    let step =
        (1_u32..100, 1_u32..1000).prop_flat_map(|(weight, max)| (Just(weight), Just(max), 0..=max));
    prop::collection::vec(step, 1..8).prop_flat_map(|steps| {
        let count = steps.len();
        (Just(steps), 0..count)
    })
}

fn marked(steps: &[(u32, u32, u32)], scale: &str) -> f64 {
    let mut weights = String::new();
    for (n, (weight, ..)) in steps.iter().enumerate() {
        weights += &format!("paso{n} = {weight}.{weight}\n");
    }
    let assignment = assignment(&format!("[escala]\nde = \"{scale}\"\n[pasos]\n{weights}"));
    let mut grades = BTreeMap::new();
    for (n, &(_, max, points)) in steps.iter().enumerate() {
        grades.insert(format!("paso{n}"), grade(points, max));
    }
    let sources: BTreeMap<_, _> = BTreeMap::new();
    let mark = assignment.mark(
        &Entry {
            sources,
            ..entry(&[], None)
        },
        &grades,
    );
    mark.value.unwrap().to_f64()
}

proptest! {
    #[test]
    fn mas_puntos_nunca_dan_menos_nota((steps, at) in work(), scale in prop::sample::select(vec!["0-10", "0-20", "1-7", "0-5", "0-100"])) {
        let (low, high) = match scale {
            "0-10" => (0.0, 10.0),
            "0-20" => (0.0, 20.0),
            "1-7" => (1.0, 7.0),
            "0-5" => (0.0, 5.0),
            _ => (0.0, 100.0),
        };
        let mut better = steps.clone();
        better[at].2 = (better[at].2 + 1).min(better[at].1);
        let with = |points: fn(u32) -> u32| -> Vec<_> { steps.iter().map(|&(w, max, _)| (w, max, points(max))).collect() };

        let mark = marked(&steps, scale);

        prop_assert!((low..=high).contains(&mark));
        prop_assert!(marked(&better, scale) >= mark);
        prop_assert!((marked(&with(|max| max), scale) - high).abs() < 1e-9);
        prop_assert!((marked(&with(|_| 0), scale) - low).abs() < 1e-9);
    }
}
