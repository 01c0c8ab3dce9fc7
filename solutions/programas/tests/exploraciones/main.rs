//! Las exploraciones que enseña el libro, grabadas en `book/exploraciones/`.
//!
//! Cada prueba vuelve a explorar el programa y mira dos cosas. La primera vale
//! en cualquier máquina: los finales son exactamente los que cuenta el libro,
//! ni uno más ni uno menos. La segunda, solo donde coinciden el compilador, la
//! biblioteca de C y las instrucciones del procesador con los de la grabación
//! (deciden en cuántos trozos se copia el mensaje): el informe y los dibujos
//! son iguales byte a byte, salvo el tiempo que se tardó. Si no coinciden, lo
//! dice.
//!
//! Para grabarlas de nuevo:
//!
//! ```text
//! REGENERAR=1 cargo test -p programas --test exploraciones
//! ```

#[allow(dead_code, reason = "cada archivo de pruebas usa una parte")]
#[path = "../comun/mod.rs"]
mod comun;
mod environment;
mod recording;

use std::collections::BTreeSet;

use comun::{Reading, classify};
use explorador::{End, EventKind, Exit, Outcome, Report, Verdict};
use recording::{
    check, check_summary, explore, explore_all_orders, explore_bounded, explore_with_fault,
};

/// Lo que tiene que cumplirse para poder decir «todos los órdenes».
fn assert_saw_everything(report: &Report) {
    assert!(report.exhaustive, "{} planes", report.schedules);
    assert_eq!(report.stopped_by, None);
    assert_eq!(report.preemption_bound, None);
}

/// El único final de un programa que solo tiene uno.
fn only(report: &Report) -> &Outcome {
    let [outcome] = report.outcomes.as_slice() else {
        panic!("debía haber un solo final y hay {}", report.outcomes.len());
    };
    outcome
}

/// Termina bien y lo devuelve todo.
fn assert_clean(outcome: &Outcome) {
    assert_eq!(outcome.verdict, Verdict::Ok);
    assert_eq!(outcome.exit, Exit::Code(0));
    let left = [
        outcome.zombies,
        outcome.leaked_mappings,
        outcome.leaked_descriptors,
        outcome.children_left,
    ];
    assert_eq!(left, [0; 4], "zombis, regiones, descriptores, huérfanos");
}

/// Qué leyó el hijo en cada final de `original`.
fn readings(report: &Report) -> Vec<Reading> {
    let outputs = report.outcomes.iter().map(|outcome| &outcome.stdout);
    outputs
        .map(|stdout| classify(stdout).expect("la carrera explica cada salida"))
        .collect()
}

fn assert_empty_torn_and_complete(report: &Report) {
    let readings = readings(report);
    let times = |wanted| {
        readings
            .iter()
            .filter(|&&reading| reading == wanted)
            .count()
    };
    assert_eq!(times(Reading::Empty), 1);
    assert_eq!(times(Reading::Complete), 1);
    // Cuántos trozos hay lo deciden el compilador y la biblioteca de C.
    assert!(times(Reading::Torn) >= 1, "ningún mensaje a medias");
}

fn readings_as_names(report: &Report) -> Vec<String> {
    let mut torn = 0;
    let name = |reading| match reading {
        Reading::Empty => "vacio".to_owned(),
        Reading::Complete => "completo".to_owned(),
        Reading::Torn => {
            torn += 1;
            format!("a-medias-{torn}")
        }
    };
    readings(report).into_iter().map(name).collect()
}

fn numbered(report: &Report) -> Vec<String> {
    (1..=report.outcomes.len()).map(|n| n.to_string()).collect()
}

#[test]
fn el_original_acaba_vacio_a_medias_o_completo() {
    let report = explore("original");

    assert_saw_everything(&report);
    report.outcomes.iter().for_each(assert_clean);
    assert_empty_torn_and_complete(&report);
    check("original", &report, &readings_as_names(&report));
}

#[test]
fn el_original_acaba_igual_sin_saltarse_ningun_orden() {
    let everything = explore_all_orders("original", &[]);

    assert_saw_everything(&everything);
    assert_empty_torn_and_complete(&everything);
    check_summary("original_sin_reducir", &everything);
}

#[test]
fn sin_quitar_el_turno_la_carrera_no_se_ve_y_quitandolo_una_vez_se_ve_entera() {
    let never = explore_bounded("original", 0);
    assert!(!never.exhaustive);
    assert_eq!(never.preemption_bound, Some(0));
    assert_eq!(readings(&never), [Reading::Complete]);

    let once = explore_bounded("original", 1);
    assert_empty_torn_and_complete(&once);
    let outputs = |report: &Report| -> BTreeSet<String> {
        report.outcomes.iter().map(Outcome::stdout_text).collect()
    };
    assert_eq!(outputs(&once), outputs(&explore("original")));
}

#[test]
fn el_corregido_tiene_un_solo_final() {
    let report = explore("corregido");

    assert_saw_everything(&report);
    let outcome = only(&report);
    assert_clean(outcome);
    assert_eq!(classify(&outcome.stdout), Some(Reading::Complete));
    check("corregido", &report, &numbered(&report));
}

#[test]
fn si_escribe_el_hijo_wait_basta_en_todos_los_ordenes() {
    let report = explore("hijo_escribe");

    assert_saw_everything(&report);
    let outcome = only(&report);
    assert_clean(outcome);
    assert_eq!(
        outcome.stdout_text(),
        "El padre lee: ¡Hola, proceso padre!\n"
    );
    check("hijo_escribe", &report, &numbered(&report));
}

#[test]
fn quien_espera_antes_de_abrir_se_queda_esperando_en_todos_los_ordenes() {
    let report = explore("espera_antes_de_abrir");

    assert_saw_everything(&report);
    let outcome = only(&report);
    assert_eq!(outcome.verdict, Verdict::Deadlock);
    assert_eq!(outcome.stdout_text(), "");
    check("espera_antes_de_abrir", &report, &numbered(&report));
}

#[test]
fn leer_despues_de_munmap_es_una_caida_con_su_motivo() {
    let report = explore("despues_de_munmap");

    assert_saw_everything(&report);
    let outcome = only(&report);
    assert_eq!(outcome.verdict, Verdict::Crash);
    let after_unmap = outcome.events.iter().any(|event| {
        matches!(
            event.kind,
            EventKind::Exited(End::Killed {
                after_unmap: Some(_),
                ..
            })
        )
    });
    assert!(after_unmap, "no dice que la región ya se había soltado");
    check("despues_de_munmap", &report, &numbered(&report));
}

#[test]
fn si_fork_no_puede_el_original_se_va_sin_devolver_la_region() {
    let report = explore_with_fault("original", "fork:1:EAGAIN");

    assert_saw_everything(&report);
    let outcome = only(&report);
    assert_eq!(outcome.exit, Exit::Code(1));
    assert_eq!(outcome.leaked_mappings, 1);
    check("original_sin_fork", &report, &numbered(&report));
}

#[test]
fn dos_sumas_sin_acuerdo_dan_dos_o_uno() {
    let report = explore("contador");

    assert_saw_everything(&report);
    report.outcomes.iter().for_each(assert_clean);
    let mut outputs: Vec<String> = report.outcomes.iter().map(Outcome::stdout_text).collect();
    outputs.sort();
    assert_eq!(outputs, ["El contador vale 1.\n", "El contador vale 2.\n"]);
    check("contador", &report, &numbered(&report));
}

#[test]
fn diez_hijos_que_no_se_tocan_tienen_un_solo_orden() {
    let report = explore("diez_hijos");

    assert_saw_everything(&report);
    assert_eq!(report.schedules, 1);
    let outcome = only(&report);
    assert_clean(outcome);
    assert_eq!(outcome.stdout_text(), "abcdefghij\n");
    check("diez_hijos", &report, &numbered(&report));
}

/// La cifra del capítulo: lo que costaría no reducir, ya con dos hijos.
#[test]
fn sin_reducir_dos_hijos_ya_son_sesenta_y_nueve_planes() {
    let report = explore_all_orders("diez_hijos", &["2"]);

    assert_saw_everything(&report);
    assert_eq!(report.schedules, 69);
    assert_eq!(only(&report).stdout_text(), "ab\n");
}
