//! `taller pista` y `taller reiniciar`.

mod common;

use std::fs;
use std::path::PathBuf;

use common::exercises::{Exercises, LIB, STUB};

/// La primera línea de la pista que sale.
fn hint(course: &Exercises, args: &[&str]) -> String {
    let told = course.run(&[&["pista", "eco"], args].concat());
    told.expect(0).lines().next().unwrap().to_owned()
}

/// La copia que se anuncia.
fn named_copy(told: &str) -> &str {
    let (_, rest) = told.split_once("queda guardado en ").unwrap();
    let (name, _) = rest.split_once(".\n").unwrap();
    assert!(name.starts_with("exercises/eco/copias/lib-2"), "{name}");
    name
}

/// Las copias guardadas del archivo del estudiante.
fn copies(course: &Exercises) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(course.path("exercises/eco/copias"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    found.sort();
    found
}

#[test]
fn las_pistas_van_de_una_en_una_y_en_la_ultima_se_quedan() {
    let course = Exercises::new();

    assert_eq!(hint(&course, &[]), "Pista 1 de 3 · eco · Eco");
    assert_eq!(hint(&course, &[]), "Pista 2 de 3 · eco · Eco");
    // Volver a mirar una anterior no hace olvidar por dónde se va.
    assert_eq!(hint(&course, &["--nivel", "1"]), "Pista 1 de 3 · eco · Eco");
    assert_eq!(hint(&course, &[]), "Pista 3 de 3 · eco · Eco");
    assert_eq!(hint(&course, &[]), "Pista 3 de 3 · eco · Eco");
    assert_eq!(
        hint(&course, &["--desde-el-principio"]),
        "Pista 1 de 3 · eco · Eco"
    );
    assert_eq!(hint(&course, &[]), "Pista 2 de 3 · eco · Eco");
}

#[test]
fn una_pista_dice_cual_es_que_cuenta_y_como_seguir() {
    let course = Exercises::new();

    let first = course.run(&["pista", "eco"]);
    let last = course.run(&["pista", "eco", "--nivel", "3"]);

    assert_eq!(
        first.expect(0),
        "Pista 1 de 3 · eco · Eco\n\nPista 1.\n\n¿Y si no basta? cargo run -- pista eco\n"
    );
    assert_eq!(
        last.expect(0),
        "Pista 3 de 3 · eco · Eco\n\nPista 3.\n\nEra la última. Si sigues sin verlo, vuelve a leer \
         book/eco.md con ella al lado.\n"
    );
}

#[test]
fn una_pista_que_no_existe_es_un_mal_uso() {
    let course = Exercises::new();
    let refused = |args: &[&str]| {
        let told = course.run(&[&["pista"], args].concat());
        told.expect(2);
        told.stderr
    };

    assert!(refused(&["eco", "--nivel", "4"]).contains("«eco» tiene 3 pistas, y se pide la 4"));
    assert!(refused(&["eco", "--nivel", "0"]).contains("«eco» tiene 3 pistas, y se pide la 0"));
    assert!(refused(&["fin"]).contains("«fin» no tiene pistas propias"));
    assert!(refused(&["otro"]).contains("no hay ningún paso «otro»"));
    assert!(refused(&["eco", "--nivel", "1", "--desde-el-principio"]).contains("--nivel"));
    assert!(refused(&[]).contains("PASO"));
}

#[test]
fn reiniciar_guarda_lo_escrito_byte_a_byte_y_devuelve_el_esqueleto() {
    let course = Exercises::new();
    let stub = course.read(STUB);
    // Ni siquiera es UTF-8: no hay que entenderlo para guardarlo.
    course.write(LIB, b"pub fn a() {}\r\n\xff\0");
    let first = course.run(&["reiniciar", "eco"]);
    course.write(LIB, "// segunda\n");
    let second = course.run(&["reiniciar", "eco", "--si"]);

    first.expect(0);
    second.expect(0);
    assert_eq!(course.read(LIB), stub);
    let kept = |told: &str| fs::read(course.path(named_copy(told))).unwrap();
    assert_eq!(kept(&first.stdout), b"pub fn a() {}\r\n\xff\0");
    assert_eq!(kept(&second.stdout), b"// segunda\n");
    assert_eq!(copies(&course).len(), 2);
    let left: Vec<_> = fs::read_dir(course.path("exercises/eco/src"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn reiniciar_lo_que_esta_como_vino_no_hace_nada() {
    let course = Exercises::new();

    let told = course.run(&["reiniciar", "eco"]);

    assert!(told.expect(0).contains("ya está como vino"));
    assert!(copies(&course).is_empty());
}

#[test]
fn un_archivo_borrado_se_recupera() {
    let course = Exercises::new();
    fs::remove_file(course.path(LIB)).unwrap();

    course.run(&["reiniciar", "eco"]).expect(0);

    assert_eq!(course.read(LIB), course.read(STUB));
    assert!(copies(&course).is_empty());
}

#[test]
fn si_la_copia_no_se_puede_guardar_no_se_toca_nada() {
    let course = Exercises::new();
    course.write(LIB, "// lo mío\n");
    // Un archivo donde tendría que haber una carpeta.
    course.write("exercises/eco/copias", "");

    let told = course.run(&["reiniciar", "eco"]);

    told.expect(3);
    assert!(told.stderr.contains("no se puede guardar una copia"));
    assert_eq!(course.read(LIB), "// lo mío\n");
}

#[test]
fn sin_esqueleto_no_se_toca_nada() {
    let course = Exercises::new();
    course.write(LIB, "// lo mío\n");
    fs::remove_file(course.path(STUB)).unwrap();

    let told = course.run(&["reiniciar", "eco"]);
    let finale = course.run(&["reiniciar", "fin"]);

    told.expect(3);
    assert!(told.stderr.contains("esqueleto/lib.rs"), "{}", told.stderr);
    assert_eq!(course.read(LIB), "// lo mío\n");
    finale.expect(2);
    assert!(finale.stderr.contains("en «fin» no se escribe nada"));
}
