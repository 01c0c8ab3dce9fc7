//! `taller probar` y `taller estado`, sobre un curso pequeño y con jueces de verdad.

mod common;

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::exercises::{Exercises, LIB, RIGHT, SQUARE};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::Value;

#[test]
fn un_fallo_se_cuenta_en_cuatro_partes_y_en_ochenta_columnas() {
    let course = Exercises::new();
    course.write(LIB, SQUARE);

    let told = course.run(&["probar", "eco"]);

    let raya = "─".repeat(80);
    let expected = format!(
        "
eco · Eco

  ✗ tres           El doble de tres                                          0/6
  ✓ cero           El doble de cero                                          4/4

{raya}
✗ tres: El doble de tres
  Qué se esperaba
    El doble.
  Qué ocurrió
    Da 9.
  Causa probable
    La cuenta.
  Siguiente paso
    Otra.
    Léelo en book/eco.md#errores

{raya}
Resultado: 4 de 10 puntos · 1 bien, 1 mal
Ahora: arregla lo primero que falla, en exercises/eco/src/lib.rs, y repite.
"
    );
    assert_eq!(told.expect(1), expected);
}

#[test]
fn el_estado_recuerda_la_nota_y_sabe_si_el_archivo_ha_cambiado() {
    let course = Exercises::new();
    let line = |start: &str| {
        let told = course.run(&["estado"]);
        let text = told.expect(0).to_owned();
        let line = text.lines().find(|line| line.contains(start)).unwrap();
        line.trim().to_owned()
    };
    assert_eq!(line("eco "), "· eco  Eco           —  sin empezar");

    course.write(LIB, RIGHT);
    assert_eq!(line("eco "), "· eco  Eco           —  sin corregir");
    course.run(&["probar", "eco"]).expect(0);
    assert_eq!(line("eco "), "✓ eco  Eco       10/10  superado");

    course.write(LIB, SQUARE);
    assert_eq!(
        line("eco "),
        "~ eco  Eco       10/10  cambiado desde entonces"
    );
    // Cuenta lo escrito, no cuándo se guardó.
    course.write(LIB, RIGHT);
    assert_eq!(line("eco "), "✓ eco  Eco       10/10  superado");
}

#[test]
fn el_estado_entero_con_su_barra_y_el_paso_que_toca() {
    let course = Exercises::new();
    course.write(LIB, SQUARE);
    course.run(&["probar", "todo"]).expect(1);

    assert_eq!(
        course.run(&["estado"]).expect(0),
        "  ✗ eco  Eco        4/10  1 comprobación sin superar
  ✗ fin  El final   4/10  1 comprobación sin superar

  █████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░  40 % · 0 de 2 pasos superados

Ahora toca eco, «Eco»: escribe exercises/eco/src/lib.rs y corrígelo con
  cargo run -- probar eco
"
    );
    course.write(LIB, RIGHT);
    course.run(&["probar", "todo"]).expect(0);
    assert!(course.run(&["estado"]).stdout.contains("¡Curso terminado!"));
}

#[test]
fn lo_que_no_compila_es_un_fallo_y_se_dice_donde() {
    let course = Exercises::new();
    course.write(LIB, "pub fn double(n: u32) -> u32 {\n    \"dos\"\n}\n");

    let told = course.run(&["probar", "fin", "eco"]);
    let json = course.run(&["probar", "fin", "--formato", "json"]);

    let text = told.expect(1);
    for fragment in [
        "error[E0308]: mismatched types",
        "expected `u32`, found `&str`",
        "  → E0308, tipos que no casan. El compilador esperaba un tipo",
        "✗ eco no compila: el primer error está en exercises/eco/src/lib.rs, línea 2.",
        // El paso final usa el archivo de otro, y eso es lo que hay que arreglar.
        "✗ fin no compila: el primer error está en exercises/eco/src/lib.rs, línea 2.",
        "0 de 2 pasos superados.",
    ] {
        assert!(text.contains(fragment), "falta «{fragment}» en {text}");
    }
    let json: Value = serde_json::from_str(json.expect(1)).unwrap();
    assert_eq!(json[0]["step"], "fin");
    assert_eq!(json[0]["status"], "no_compila");
    assert_eq!(json[0]["points"], 0);
    assert_eq!(json[0]["errors"][0]["file"], LIB);
    assert_eq!(json[0]["errors"][0]["line"], 2);
    let state = course.run(&["estado"]);
    assert!(state.stdout.contains("✗ eco  Eco           —  no compila"));
}

#[test]
fn el_mismo_error_se_explica_una_sola_vez() {
    let course = Exercises::new();
    course.write(LIB, "pub fn double(n: u32) -> u32 {\n    uno + dos\n}\n");

    let told = course.run(&["probar", "eco"]);

    let text = told.expect(1);
    let explained = text.matches("Ese nombre no existe aquí").count();
    assert_eq!(explained, 1, "{text}");
    assert!(
        text.contains("  → E0425, nombre que no existe: lo mismo que antes.\n"),
        "{text}"
    );
}

#[test]
fn varios_pasos_acaban_en_un_resumen_y_el_json_es_el_de_los_jueces() {
    let course = Exercises::new();
    course.write(LIB, RIGHT);

    let text = course.run(&["probar", "fin", "eco", "eco"]);
    let json = course.run(&["probar", "todo", "--formato", "json"]);

    assert!(
        text.expect(0).ends_with(
            "Resumen
  ✓ eco  10/10  2 bien, 0 mal
  ✓ fin  10/10  2 bien, 0 mal
2 de 2 pasos superados.
"
        ),
        "{}",
        text.stdout
    );
    let json: Value = serde_json::from_str(json.expect(0)).unwrap();
    let names: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["step"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["eco", "fin"]);
    assert_eq!(json[0]["checks"][1]["status"], "passed");
}

#[test]
fn una_correccion_a_medias_no_es_una_nota() {
    let course = Exercises::new();
    course.write(LIB, SQUARE);

    let filtered = course.run(&["probar", "eco", "--filtro", "cer"]);
    let nothing = course.run(&["probar", "eco", "--filtro", "nada"]);

    assert!(filtered.expect(0).contains("4 de 4 puntos"));
    nothing.expect(2);
    assert!(
        nothing.stderr.contains("ninguna comprobación tiene «nada»"),
        "{}",
        nothing.stderr
    );
    assert!(course.run(&["estado"]).stdout.contains("sin corregir"));
}

#[test]
fn que_falle_el_juez_no_es_un_cero() {
    let course = Exercises::new();
    course.write(LIB, RIGHT);
    course.change(
        "exercises/eco/tests/juez.rs",
        "ExitCode::from(u8::from(failed))",
        "ExitCode::from(7)",
    );

    let told = course.run(&["probar", "eco", "fin"]);
    let json = course.run(&["probar", "eco", "--formato", "json"]);

    let text = told.expect(3);
    assert!(text.contains("esto no es una nota"), "{text}");
    assert!(text.contains("✓ fin  10/10"), "{text}");
    let json: Value = serde_json::from_str(json.expect(3)).unwrap();
    assert_eq!(json[0]["status"], "sin_corregir");
    assert!(course.run(&["estado"]).stdout.contains("sin corregir"));
}

#[test]
fn si_lo_roto_es_el_curso_se_dice_y_se_termina_con_3() {
    let course = Exercises::new();
    course.change("solutions/eco/src/lib.rs", "2 * n", "2 *");

    let told = course.run(&["probar", "eco"]);

    told.expect(3);
    assert!(
        told.stderr.contains("el curso no compila"),
        "{}",
        told.stderr
    );
}

#[test]
fn pedir_lo_que_no_existe_es_un_mal_uso() {
    let course = Exercises::new();

    let nothing = course.run(&["probar"]);
    let unknown = course.run(&["probar", "eco", "paso9"]);

    nothing.expect(2);
    unknown.expect(2);
    assert!(unknown.stderr.contains("no hay ningún paso «paso9»"));
}

#[test]
fn un_progreso_estropeado_no_impide_corregir_ni_se_pierde() {
    let course = Exercises::new();
    course.write(LIB, RIGHT);
    course.write(".taller/progreso.json", b"{\"steps\": [\xff");

    let before = course.run(&["estado"]);
    let told = course.run(&["probar", "eco"]);
    let after = course.run(&["estado"]);

    assert!(before.expect(0).contains("sin corregir"));
    assert!(
        before.stderr.contains("está estropeado"),
        "{}",
        before.stderr
    );
    told.expect(0);
    assert!(told.stderr.contains("progreso-estropeado.json"));
    let aside = std::fs::read(course.path(".taller/progreso-estropeado.json")).unwrap();
    assert_eq!(aside, b"{\"steps\": [\xff");
    assert!(after.expect(0).contains("10/10  superado"));
    assert_eq!(after.stderr, "");
}

#[test]
fn si_la_nota_no_se_puede_guardar_se_da_igual() {
    let course = Exercises::new();
    course.write(LIB, RIGHT);
    // Un archivo donde tendría que haber una carpeta.
    course.write(".taller", "");

    let told = course.run(&["probar", "eco"]);

    assert!(told.expect(0).contains("10 de 10 puntos"));
    assert!(
        told.stderr.contains("la nota no se ha guardado"),
        "{}",
        told.stderr
    );
}

#[test]
fn interrumpir_no_deja_al_juez_en_marcha_ni_le_echa_la_culpa() {
    let course = Exercises::new();
    course.write(LIB, RIGHT);
    // Un juez que dice quién es y no acaba nunca.
    course.change(
        "exercises/eco/tests/juez.rs",
        "let (mut failed",
        "std::fs::write(\"listo\", std::process::id().to_string()).unwrap();\n\
         std::thread::sleep(std::time::Duration::from_secs(600));\nlet (mut failed",
    );
    let child = course
        .command(&["probar", "eco"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let judge = wait_for_text(&course.path("listo"));

    // Como Ctrl-C en una terminal: la señal llega a todos a la vez.
    killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT).unwrap();
    let told = common::Finished::from(child.wait_with_output().unwrap());

    assert_eq!(told.expect(130), "");
    assert!(told.stderr.contains("interrumpido"), "{}", told.stderr);
    assert!(!Path::new("/proc").join(judge).exists());
    assert!(course.run(&["estado"]).stdout.contains("sin corregir"));
}

/// Lo que acabe habiendo en `path`.
fn wait_for_text(path: &Path) -> String {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        match fs::read_to_string(path) {
            Ok(text) if !text.is_empty() => return text,
            _ if Instant::now() > deadline => panic!("no aparece {}", path.display()),
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}
