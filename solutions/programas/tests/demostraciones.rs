//! Los programas pequeños en Rust de los capítulos de fondo (`examples/`): se
//! ejecutan de verdad y hacen lo que el libro dice que hacen.

use std::path::Path;
use std::process::{Command, Output};

/// Compila y ejecuta un ejemplo por su nombre, como lo haría quien lee el libro.
fn run(example: &str) -> Output {
    let output = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--package",
            "programas",
            "--example",
            example,
        ])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("LC_ALL", "C")
        .output()
        .expect("cargo está disponible mientras cargo ejecuta las pruebas");
    assert!(
        output.status.success(),
        "`cargo run --example {example}` terminó mal:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes)
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn lo_que_suma_el_hijo_no_lo_ve_el_padre() {
    let lines = lines(&run("copia_privada").stdout);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(
        lines[0].starts_with("Antes de fork hay un proceso"),
        "{lines:?}"
    );
    assert!(lines[1].ends_with("y aquí number vale 42."), "{lines:?}");
    assert!(lines[2].ends_with("y aquí number vale 1."), "{lines:?}");
}

#[test]
fn la_region_aparece_en_el_mapa_y_ocupa_memoria_al_tocarla() {
    let lines = lines(&run("mapa").stdout);
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(
        lines[1].contains(" rw-s "),
        "lectura, escritura y compartida: {lines:?}"
    );
    assert!(lines[2].contains(" 0 kB"), "nadie la ha tocado: {lines:?}");
    assert!(
        !lines[3].contains(" 0 kB"),
        "ya tiene una página física: {lines:?}"
    );
    assert_eq!(lines[4], "¿Sigue en el mapa? No.");
}

#[test]
fn nix_devuelve_el_motivo_como_un_valor() {
    let lines = lines(&run("errores").stderr);
    assert_eq!(
        lines,
        [
            "open: ENOENT: No such file or directory",
            "mmap: no hay sitio",
        ]
    );
}

#[test]
fn con_el_aviso_el_hijo_lee_siempre_el_mensaje_completo() {
    for _ in 0..20 {
        let output = run("carrera_con_aviso");
        assert_eq!(lines(&output.stdout), ["El hijo lee: ¡Hola, proceso hijo!"]);
    }
}
