//! Lo que un programa lee antes de compartir nada se cuenta en una línea.

use explorador::picture::{Detail, TextStyle, text};
use explorador::{Effect, Outcome};

use super::scene::Scene;

/// Abre, lee y cierra tantos archivos, de uno en uno.
fn reads_files(scene: Scene, count: usize) -> Scene {
    (0..count).fold(scene, |scene, _| {
        scene
            .call("openat", Effect::Descriptors { fds: vec![3] })
            .call(
                "read",
                Effect::Input {
                    fd: 3,
                    bytes: b"import mmap".to_vec(),
                },
            )
            .call("close", Effect::Close { fd: 3 })
    })
}

fn drawn(outcome: &Outcome, detail: Detail) -> String {
    let style = TextStyle {
        detail,
        ..TextStyle::default()
    };
    text(outcome, &style)
}

#[test]
fn lo_que_un_interprete_lee_al_arrancar_cabe_en_una_linea() {
    let outcome = reads_files(Scene::new(), 40).mmap().done();

    let essential = drawn(&outcome, Detail::Essential);

    assert!(essential.contains("(120 operaciones)"), "{essential}");
    assert!(!essential.contains("import mmap"), "{essential}");
    assert!(drawn(&outcome, Detail::Full).contains("import mmap"));
}

#[test]
fn unos_pocos_archivos_se_cuentan_uno_a_uno() {
    let outcome = reads_files(Scene::new(), 2).mmap().done();

    let essential = drawn(&outcome, Detail::Essential);

    assert_eq!(essential.matches("import mmap").count(), 2, "{essential}");
}

#[test]
fn el_archivo_que_sigue_abierto_al_compartir_se_ve_siempre() {
    let scene = reads_files(Scene::new(), 40);
    let outcome = scene
        .call("openat", Effect::Descriptors { fds: vec![7] })
        .mmap()
        .done();

    let essential = drawn(&outcome, Detail::Essential);

    assert!(essential.contains("descriptor 7"), "{essential}");
}

#[test]
fn lo_que_se_lee_despues_de_compartir_ya_no_es_preparacion() {
    let outcome = reads_files(Scene::new().mmap(), 40).done();

    let essential = drawn(&outcome, Detail::Essential);

    assert!(!essential.contains("antes de empezar"), "{essential}");
}
