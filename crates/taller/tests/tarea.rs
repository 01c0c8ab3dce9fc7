//! `taller tarea nueva`, y que lo que escribe se entienda.

mod common;

use calificador::assignment::Assignment;
use common::Finished;
use common::exercises::Exercises;

/// Lo que se lee cuando no se hace lo que se pidió.
#[track_caller]
fn refusal(finished: &Finished, code: i32) -> &str {
    finished.expect(code);
    &finished.stderr
}

#[test]
fn la_tarea_nueva_pide_los_pasos_que_se_entregan_y_se_entiende_sin_tocarla() {
    let course = Exercises::new();

    let told = course.run(&["tarea", "nueva"]);

    let told = told.expect(0);
    assert!(told.starts_with("La tarea está en tarea.toml."), "{told}");
    let text = course.read("tarea.toml");
    let assignment = Assignment::parse(&text, "tarea.toml", &["eco"]).unwrap();
    // «fin» une a los demás: no tiene ningún archivo que entregar.
    assert_eq!(assignment, Assignment::for_steps(["eco"]));
    assert!(text.contains("eco = 1   # Eco"), "{text}");
}

#[test]
fn se_piden_solo_los_pasos_que_se_dicen_y_donde_se_dice() {
    let course = Exercises::new();

    let told = course.run(&[
        "tarea",
        "nueva",
        "--pasos",
        "eco",
        "--salida",
        "exercises/semana3.toml",
    ]);

    told.expect(0);
    let text = course.read("exercises/semana3.toml");
    let assignment = Assignment::parse(&text, "semana3.toml", &["eco"]).unwrap();
    assert_eq!(assignment.all_steps().collect::<Vec<_>>(), ["eco"]);
    assert!(!course.path("tarea.toml").exists());
}

#[test]
fn una_tarea_que_ya_existe_no_se_toca() {
    let course = Exercises::new();
    course.write("tarea.toml", "la mía, con sus prórrogas\n");

    let refused = course.run(&["tarea", "nueva"]);

    let told = refusal(&refused, 2);
    assert!(told.contains("tarea.toml ya existe y no se toca"), "{told}");
    assert!(told.contains("--salida"), "{told}");
    assert_eq!(course.read("tarea.toml"), "la mía, con sus prórrogas\n");
    let left = std::fs::read_dir(course.root()).unwrap();
    let unfinished = left
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with(".taller-"));
    assert_eq!(unfinished.count(), 0);
}

#[test]
fn un_paso_que_no_existe_y_una_carpeta_que_no_existe_se_dicen() {
    let course = Exercises::new();

    let unknown = course.run(&["tarea", "nueva", "--pasos", "eco,paso9"]);
    let finale = course.run(&["tarea", "nueva", "--pasos", "fin"]);
    let nowhere = course.run(&["tarea", "nueva", "--salida", "no/hay/tarea.toml"]);

    let told = refusal(&unknown, 2);
    assert!(told.contains("no hay ningún paso «paso9»"), "{told}");
    let told = refusal(&finale, 2);
    assert!(told.contains("los pasos son eco"), "{told}");
    let told = refusal(&nowhere, 3);
    assert!(
        told.contains("no se puede escribir no/hay/tarea.toml"),
        "{told}"
    );
    assert!(!course.path("tarea.toml").exists());
}
