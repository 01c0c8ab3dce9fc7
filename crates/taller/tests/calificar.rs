//! `taller calificar` y `taller reunir`, con el curso de verdad y clases pequeñas: lo que
//! ve un docente, y que nada de lo que pase a mitad cambie una nota.

mod common;

use std::fs;
use std::path::Path;

use common::Finished;
use common::class::{Class, PEOPLE};
use common::reports::same;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// El veredicto de cada quien en un paso, según `notas.json`.
fn codes(output: &Path, step: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(output.join("informes/notas.json")).unwrap();
    let notes: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut codes: Vec<(String, String)> = notes["students"]
        .as_array()
        .unwrap()
        .iter()
        .map(|student| {
            let steps = student["steps"].as_array().unwrap();
            let mine = steps.iter().find(|one| one["step"] == step).unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            (text(&student["student"]["name"]), text(&mine["code"]))
        })
        .collect();
    codes.sort();
    codes
}

/// Lo que dice la tabla de la clase de ejemplo: quién, y el veredicto de cada paso.
fn script(text: &str) -> Vec<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    let mut script: Vec<String> = rows
        .skip(1)
        .map(|row| {
            let cells: Vec<&str> = row.split(" | ").take(3).collect();
            cells.join(" | ")
        })
        .collect();
    script.sort();
    script
}

#[test]
fn una_clase_se_califica_y_calificarla_otra_vez_solo_hace_lo_nuevo() {
    let class = Class::new();

    let first = class.grade("salida", &[]);
    let told = first.expect(0);
    assert!(told.starts_with("Calificados 6 trabajos en "), "{told}");
    let expected: Vec<(String, String)> = PEOPLE
        .iter()
        .map(|(name, _, code)| ((*name).to_owned(), (*code).to_owned()))
        .collect();
    assert_eq!(codes(&class.path("salida"), "paso3"), expected);
    // Sin una terminal delante no se cuenta por dónde va.
    assert_eq!(first.stderr, "");
    let widest = told
        .lines()
        .filter(|line| !line.starts_with("Informes en "))
        .map(|line| line.chars().count());
    assert!(widest.max() <= Some(80), "{told}");
    let before = class.reports("salida");

    let again = class.grade("salida", &[]);
    let told = again.expect(0);
    assert!(told.starts_with("Nada que calificar: "), "{told}");
    same(&before, &class.reports("salida"));

    class.deliver("Gala", &class.course.read("solutions/paso3/src/lib.rs"));
    class.deliver(
        "Hugo",
        "// Hugo\npub fn write_message() {}\npub fn read_message() {}\n",
    );
    let more = class.grade("salida", &[]);
    let told = more.expect(0);
    // Lo de Gala es lo mismo que lo de Ana, y ya está juzgado.
    assert!(told.starts_with("Calificado 1 trabajo en "), "{told}");
    assert!(told.contains("Otros 6 ya lo estaban."), "{told}");

    let one = class.grade("salida", &["--solo", "Carla", "--otra-vez"]);
    let told = one.expect(0);
    assert!(told.starts_with("Calificado 1 trabajo en "), "{told}");
}

#[test]
fn la_clase_de_ejemplo_sale_como_dice_su_guion() {
    let class = Class::new();
    let output = class.path("ejemplo");
    let mut command = class.course.command();
    command
        .args(["calificar", "--ejemplo", "--salida"])
        .arg(&output);

    let told = Finished::from(command.output().unwrap());

    let told = told.expect(0);
    assert!(
        told.contains("19 personas, 18 entregan · 12 aprueban"),
        "{told}"
    );
    let found: Vec<String> = codes(&output, "paso3")
        .into_iter()
        .zip(codes(&output, "paso4"))
        .map(|((name, three), (_, four))| format!("{name} | {three} | {four}"))
        .collect();
    assert_eq!(found, script(&class.course.read("ejemplo/LEEME.md")));
    // El dibujo del orden que rompe el programa, y nada de esta máquina.
    let page =
        fs::read_to_string(output.join("informes/estudiantes/nunez-nandu-pepe-2-3-502.html"));
    let page = page.unwrap();
    assert!(page.contains("<img alt=\"Dibujo del orden que falla"));
    assert!(page.contains("-- target/debug/paso4 --mensaje"));
    assert!(!page.contains("/caja/") && !page.contains("/tmp/"));
}

#[test]
fn sin_caja_se_califica_igual_y_lo_dicen_todos_los_informes() {
    let class = Class::new();
    class.grade("con caja", &[]).expect(0);

    let graded = class.grade("sin caja", &["--sin-caja"]);

    assert!(
        graded.expect(0).contains("Calificado sin la caja"),
        "{}",
        graded.stdout
    );
    assert!(graded.stderr.starts_with("Sin caja: "), "{}", graded.stderr);
    assert_eq!(
        codes(&class.path("con caja"), "paso3"),
        codes(&class.path("sin caja"), "paso3")
    );
    for (name, bytes) in class.reports("sin caja") {
        let text = String::from_utf8(bytes).unwrap();
        let said = ["sin la caja", "sin caja", "\"boxed\": false"];
        assert!(
            said.iter().any(|words| text.contains(words)),
            "{}",
            name.display()
        );
    }
}

#[test]
fn matarlo_a_mitad_y_volver_a_empezar_acaba_en_los_mismos_informes() {
    let class = Class::new();
    class.grade("entera", &[]).expect(0);

    for count in [1, 3] {
        let mut child = class.start("a trozos");
        class.wait_for_results("a trozos", count, &mut child);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let rest = class.grade("a trozos", &[]);

    assert!(!rest.expect(0).contains("6 trabajos"), "{}", rest.stdout);
    same(&class.reports("entera"), &class.reports("a trozos"));
}

#[test]
fn con_ctrl_c_para_sin_perder_nada_y_lo_dice() {
    let class = Class::new();
    let mut child = class.start("salida");
    class.wait_for_results("salida", 1, &mut child);

    kill(
        Pid::from_raw(i32::try_from(child.id()).unwrap()),
        Signal::SIGINT,
    )
    .unwrap();
    let stopped = Finished::from(child.wait_with_output().unwrap());

    stopped.expect(130);
    assert!(
        stopped.stderr.contains("Lo calificado está a salvo"),
        "{}",
        stopped.stderr
    );
    assert!(!class.path("salida/informes").exists());
    let rest = class.grade("salida", &[]);
    assert!(rest.expect(0).contains("ya lo estaba"), "{}", rest.stdout);
}

#[test]
fn aunque_ya_no_escuche_nadie_los_informes_se_escriben() {
    let class = Class::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);

    let ended = class
        .grading("salida", &["--solo", "Ana", "--parcial"])
        .stdout(writer)
        .output()
        .unwrap();

    let ended = Finished::from(ended);
    ended.expect(1);
    assert_eq!(ended.stderr, "");
    assert!(
        class
            .path("salida/informes-parciales/notas-parcial.csv")
            .is_file()
    );
}

#[test]
fn en_tres_partes_reunidas_sale_lo_mismo_y_sin_una_no_hay_informes() {
    let class = Class::new();
    class.grade("entera", &[]).expect(0);

    class
        .grade("partes", &["--parte", "1/3", "--trabajadores", "1"])
        .expect(0);
    let third = class.grade("partes", &["--parte", "3/3", "--trabajadores", "2"]);
    assert!(
        third.expect(0).contains("taller reunir"),
        "{}",
        third.stdout
    );
    let gap = class.merge("partes", &[]);
    gap.expect(3);
    assert!(
        gap.stderr.contains("faltan 2 de 6 trabajos"),
        "{}",
        gap.stderr
    );
    assert!(!class.path("partes/informes").exists());

    let partial = class.merge("partes", &["--parcial"]);
    partial.expect(1);
    assert!(
        class
            .path("partes/informes-parciales/notas-parcial.csv")
            .is_file()
    );

    class.grade("partes", &["--parte", "2/3"]).expect(0);
    class.merge("partes", &[]).expect(0);
    same(&class.reports("entera"), &class.reports("partes"));
    assert!(!class.path("partes/informes-parciales").exists());
}
