//! `taller construir`, de principio a fin: el libro bueno sale y el malo se explica.

mod common;

use std::fs;

use common::Course;

/// Construye y devuelve el error, que debe ser del contenido del libro.
fn content_error(course: &Course) -> String {
    let finished = course.run(&["construir"]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        !course.path("target/libro").exists(),
        "no debe quedar un libro a medias"
    );
    assert_eq!(fs::read_dir(course.path("target")).unwrap().count(), 0);
    finished.stderr
}

#[test]
fn el_libro_se_construye_donde_dice_book_toml() {
    let course = Course::new();

    let finished = course.run(&["construir"]);

    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(
        finished.stdout.contains("Libro construido en "),
        "{finished:?}"
    );
    assert!(finished.stdout.contains(": 4 capítulos, "), "{finished:?}");
    let page = course.read("target/libro/muestra.html");
    assert!(page.contains("<html lang=\"es\""));
    assert!(
        page.contains("MAP_SHARED | MAP_ANONYMOUS,"),
        "falta el código incluido"
    );
    assert!(!page.contains("ANCHOR"), "las marcas no se enseñan");
    assert!(
        !page.contains("Título del entorno"),
        "el entorno no cambia el libro"
    );
    assert!(
        !course.path("target/libro/tema").exists(),
        "los ingredientes no son páginas"
    );
}

#[test]
fn construir_dos_veces_da_el_mismo_libro() {
    let course = Course::new();
    let build = |folder: &str| {
        assert_eq!(
            course.run(&["construir", "--destino", folder]).code,
            Some(0)
        );
        let root = course.path(folder);
        let files = common::files(&root);
        let named = |path: &std::path::PathBuf| {
            (
                path.strip_prefix(&root).unwrap().to_owned(),
                fs::read(path).unwrap(),
            )
        };
        files.iter().map(named).collect::<Vec<_>>()
    };

    assert!(build("uno") == build("otro"), "los dos libros difieren");
}

#[test]
fn una_clave_desconocida_detiene_el_libro() {
    let course = Course::new();
    let config = course.read("book.toml");
    course.write(
        "book.toml",
        &config.replace("default-theme", "defaul-theme"),
    );
    fs::create_dir(course.path("target")).unwrap();

    let finished = course.run(&["construir"]);

    assert_eq!(finished.code, Some(1), "{finished:?}");
    let expected = "book.toml: clave desconocida «defaul-theme» en [output.html]";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

#[test]
fn un_src_que_es_el_destino_no_borra_los_capitulos() {
    let course = Course::new();
    let config = course.read("book.toml");
    course.write("book.toml", &config.replace("target/libro", "book"));

    let finished = course.run(&["construir"]);

    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stderr.contains("se borrarían los capítulos"),
        "{}",
        finished.stderr
    );
    assert!(course.path("book/muestra.md").is_file());
}

#[test]
fn lo_que_mdbook_callaria_se_dice_con_su_fichero() {
    let cases = [
        (
            "{{#include ../exercises/paso1/nada.rs}}",
            "book/cierre.md: incluye «../exercises/paso1/nada.rs», que no existe",
        ),
        (
            "{{#include ../exercises/paso1/src/lib.rs:nada}}",
            "ninguna marca «ANCHOR: nada»",
        ),
        (
            "[x](nada.md)",
            "book/cierre.md: el enlace «nada.html» apunta al capítulo nada.md, que no está en SUMMARY.md",
        ),
        (
            "[x](muestra.md#nada)",
            "apunta a la sección «nada», que no está en muestra.html",
        ),
        (
            "![x](nada.svg)",
            "«nada.svg» apunta a nada.svg, que no existe",
        ),
        (
            "![x](https://otra.example/x.png)",
            "carga algo de otra máquina",
        ),
        (
            "<div>\n\nsin cerrar",
            "book/cierre.md: una etiqueta HTML queda sin cerrar",
        ),
        (
            "nota[^a]\n\n[^a]: una\n\n[^b]: otra",
            "book/cierre.md: una nota al pie sin usar",
        ),
        (
            "{{#pistas paso9}}",
            "book/cierre.md: se piden las pistas de «paso9»",
        ),
        (
            "```cobol\nDISPLAY.\n```",
            "book/cierre.md: un bloque de código dice «cobol»",
        ),
    ];
    for (text, expected) in cases {
        let course = Course::new();
        course.append("book/cierre.md", &format!("\n{text}\n"));

        let error = content_error(&course);

        assert!(
            error.contains("hay un problema en el libro"),
            "{text}: {error}"
        );
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn un_capitulo_que_falta_en_summary_no_se_crea() {
    let course = Course::new();
    course.append("book/SUMMARY.md", "\n[Fantasma](fantasma.md)\n");

    let finished = course.run(&["construir"]);

    assert_ne!(finished.code, Some(0), "{finished:?}");
    assert!(
        finished.stderr.contains("fantasma.md"),
        "{}",
        finished.stderr
    );
    assert!(!course.path("book/fantasma.md").exists());
}

#[test]
fn un_paso_sin_capitulo_se_nombra() {
    let course = Course::new();
    let manifest = course.read("exercises/paso1/Cargo.toml");
    course.write(
        "exercises/paso1/Cargo.toml",
        &manifest.replace("muestra.md", "nada.md"),
    );
    fs::create_dir(course.path("target")).unwrap();

    let error = content_error(&course);

    assert!(
        error.contains("exercises/paso1/Cargo.toml: dice que su capítulo es"),
        "{error}"
    );
}

#[test]
fn un_libro_nuestro_se_sustituye_entero() {
    let course = Course::new();
    assert_eq!(
        course.run(&["construir", "--destino", "sitio"]).code,
        Some(0)
    );
    course.write("sitio/sobra.html", "de una versión anterior");

    let finished = course.run(&["construir", "--destino", "sitio"]);

    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(!course.path("sitio/sobra.html").exists());
    assert!(course.path("sitio/index.html").is_file());
}

#[test]
fn un_fallo_conserva_el_libro_anterior() {
    let course = Course::new();
    assert_eq!(course.run(&["construir"]).code, Some(0));
    course.append("book/cierre.md", "\n[x](nada.md)\n");

    assert_eq!(course.run(&["construir"]).code, Some(1));

    assert!(course.path("target/libro/index.html").is_file());
}

#[test]
fn no_se_borra_una_carpeta_ajena() {
    let course = Course::new();
    fs::create_dir(course.path("fotos")).unwrap();
    course.write("fotos/verano.jpg", "¡única copia!");
    let cases = [
        ("fotos", "otras cosas que no construyó esta orden"),
        ("book.toml", "no es una carpeta"),
        (".", "contiene el curso"),
        ("..", "«..»"),
        ("book/salida", "dentro de los capítulos"),
        ("/", "la raíz del disco"),
    ];
    for (destination, expected) in cases {
        let finished = course.run(&["construir", "--destino", destination]);

        assert_eq!(finished.code, Some(3), "{destination}: {finished:?}");
        assert!(
            finished.stderr.contains(expected),
            "{destination}: {}",
            finished.stderr
        );
    }
    assert_eq!(course.read("fotos/verano.jpg"), "¡única copia!");
    assert!(course.path("book/muestra.md").is_file());
    assert!(!course.path("book/salida").exists());
}

#[test]
fn fuera_del_curso_se_dice_adonde_ir() {
    let course = Course::new();
    let elsewhere = tempfile::tempdir().unwrap();

    let output = course
        .command()
        .arg("construir")
        .current_dir(&elsewhere)
        .output()
        .unwrap();

    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("aquí no está el curso"), "{error}");
}

#[test]
fn un_uso_incorrecto_termina_con_2_y_en_espanol() {
    let finished = Course::new().run(&["construir", "--destin", "x"]);

    assert_eq!(finished.code, Some(2), "{finished:?}");
    assert!(finished.stderr.contains("--destino"), "{}", finished.stderr);
    assert!(
        !finished.stderr.contains("unexpected"),
        "{}",
        finished.stderr
    );
}
