//! Lo que `taller calificar` no quiere hacer, y cómo lo dice: antes de empezar, y con lo que
//! hay que cambiar.

mod common;

use std::fs;

use common::class::Class;
use common::{Finished, found};

#[test]
fn lo_que_esta_mal_pedido_se_dice_antes_de_empezar() {
    let class = Class::new();
    let input = class.path("entregas").display().to_string();
    let bad = class.path("mal.toml");
    fs::write(&bad, "[pasos]\npaso33 = 1\n").unwrap();
    let bad = bad.display().to_string();
    let sheet = class.path("hoja.csv");
    fs::write(&sheet, "a,b\n1,2\n").unwrap();
    let sheet = sheet.display().to_string();
    let book = class.path("libro.csv");
    fs::write(&book, b"PK\x03\x04 Excel por dentro").unwrap();
    let book = book.display().to_string();
    let binary = class.path("binaria.toml");
    fs::write(&binary, b"\xff\xfe[pasos]").unwrap();
    let binary = binary.display().to_string();

    let cases: [(&[&str], i32, &str); 14] = [
        (&["calificar"], 2, "ENTREGAS"),
        (
            &["calificar", "no-existe.zip"],
            2,
            "no existe no-existe.zip",
        ),
        (&["calificar", &input, "--ejemplo"], 2, "--ejemplo"),
        (&["calificar", &input, "--tarea", &bad], 2, "mal.toml"),
        (
            &["calificar", &input, "--pasos", "paso9"],
            2,
            "los pasos son paso1",
        ),
        (&["calificar", &input, "--pasos", "programa"], 2, "programa"),
        (&["calificar", &input, "--parte", "4/3"], 2, "I/N"),
        (
            &["calificar", &input, "--hoja", &sheet],
            3,
            "sus columnas son: a, b",
        ),
        (
            &["calificar", &input, "--hoja", &book],
            3,
            "no es un CSV, sino un zip o un libro de hoja de cálculo",
        ),
        (
            &["calificar", &input, "--hoja", "no-hay.csv"],
            2,
            "Descargar hoja de calificaciones",
        ),
        (
            &["calificar", &input, "--tarea", "no-hay.toml"],
            2,
            "taller tarea nueva",
        ),
        (&["calificar", &input, "--tarea", &binary], 2, "UTF-8"),
        (
            &["reunir", &input, "--hoja", "no-hay.csv"],
            2,
            "Descargar hoja de calificaciones",
        ),
        (&["reunir", &input], 3, "no hay ninguna parte"),
    ];
    for (args, code, why) in cases {
        let refused = class.course.run(args);
        assert_eq!(refused.code, Some(code), "{args:?}: {}", refused.stderr);
        assert!(refused.stderr.contains(why), "{args:?}: {}", refused.stderr);
        assert!(refused.stdout.is_empty(), "{}", refused.stdout);
    }
}

/// Califica a Ana con una hoja que nombra a `listed`.
fn ana_with_a_sheet_of(class: &Class, listed: &str) -> Finished {
    let sheet = class.path("hoja.csv");
    let only = class.path("Ana.rs");
    let text = format!("Identificador,Nombre completo\nParticipante 1,{listed}\n");
    fs::write(&sheet, text).unwrap();
    fs::copy(class.path("entregas/Ana/paso3/lib.rs"), &only).unwrap();
    class.course.run(&[
        "calificar",
        only.to_str().unwrap(),
        "--pasos",
        "paso3",
        "--sin-caja",
        "--hoja",
        sheet.to_str().unwrap(),
        "--salida",
        class.path("salida").to_str().unwrap(),
    ])
}

#[test]
fn una_hoja_que_no_se_puede_rellenar_no_se_calla() {
    let class = Class::new();

    let finished = ana_with_a_sheet_of(&class, "Ana");

    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stdout.contains("No se ha rellenado la hoja"),
        "{}",
        finished.stdout
    );
    // Y se avisó antes de calificar, cuando aún se estaba a tiempo de traer otra.
    assert!(
        finished
            .stderr
            .contains("no se va a poder rellenar: esta hoja no parece"),
        "{}",
        finished.stderr
    );
    let reports = class.path("salida/informes");
    assert!(reports.join("notas.csv").is_file());
    assert!(!reports.join("moodle-hoja.csv").exists());
}

#[test]
fn con_la_hoja_de_otra_tarea_no_se_califica_a_nadie() {
    let class = Class::new();

    let finished = ana_with_a_sheet_of(&class, "Luis");

    assert_eq!(finished.code, Some(3), "{finished:?}");
    assert!(
        finished
            .stderr
            .contains("la hoja no es la de estas entregas"),
        "{}",
        finished.stderr
    );
    assert!(!class.path("salida/informes").exists());
}

#[test]
fn no_califica_a_quien_no_esta_ni_dos_veces_a_la_vez() {
    let class = Class::new();
    let nobody = class.grade("salida", &["--solo", "Zacarías"]);
    nobody.expect(2);
    assert!(nobody.stderr.contains("«Zacarías»"), "{}", nobody.stderr);

    let one = class.grade("salida", &["--solo", "Ana"]);
    let told = one.expect(1);
    assert!(told.contains("Quedan 5 trabajos por calificar"), "{told}");
    assert!(!class.path("salida/informes").exists());

    let mut child = class.start("salida");
    class.wait_for_results("salida", 2, &mut child);
    let second = class.grade("salida", &[]);
    second.expect(3);
    assert!(
        second.stderr.contains("otro taller está calificando"),
        "{}",
        second.stderr
    );
    let first = Finished::from(child.wait_with_output().unwrap());
    first.expect(0);
}

#[test]
fn sin_bubblewrap_no_califica_y_dice_como_conseguirlo() {
    let class = Class::new();
    let tools = class.path("herramientas");
    fs::create_dir(&tools).unwrap();
    for tool in ["cargo", "rustc", "cc", "ld", "as"] {
        std::os::unix::fs::symlink(found(tool).unwrap(), tools.join(tool)).unwrap();
    }

    let refused = class
        .course
        .command()
        .arg("calificar")
        .arg(class.path("entregas"))
        .args(["--pasos", "paso3", "--salida"])
        .arg(class.path("salida"))
        .env("PATH", &tools)
        .output()
        .unwrap();

    let refused = Finished::from(refused);
    refused.expect(3);
    for needed in ["bubblewrap", "apt install", "--sin-caja"] {
        assert!(refused.stderr.contains(needed), "{}", refused.stderr);
    }
    assert!(!class.path("salida/informes").exists());
}
