//! Lo que enseñan los capítulos de los pasos se ejecuta aquí: los programas
//! pequeños de `examples/` y los programas de los pasos, con la referencia.
//!
//! La salida de cada uno está en `examples/salidas/`, y el libro la incluye desde
//! ahí: si un programa cambia, esta prueba falla antes de que el libro mienta.
//! Los PID y las direcciones, que cambian en cada ejecución, no se comparan.

use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// Lo que más puede tardar un programa que termina en milésimas de segundo.
const DEADLINE: Duration = Duration::from_secs(20);

/// Delante de un número que cambia en cada ejecución.
const CHANGING: [&str; 6] = ["0x", "Pid(", "hijo ", "padre ", "padre es ", "/proc/"];

#[test]
fn paso1_la_proyeccion_compartida_cambia_el_archivo_y_la_privada_no() {
    compare(
        "paso1_compartir_o_copiar",
        &example("paso1_compartir_o_copiar", &[]),
    );
}

#[test]
fn paso2_el_codigo_que_sigue_a_fork_lo_ejecutan_los_dos() {
    compare("paso2_dos_retornos", &example("paso2_dos_retornos", &[]));
}

#[test]
fn paso2_el_texto_pendiente_sale_dos_veces_salvo_que_se_vacie_antes() {
    compare(
        "paso2_texto_repetido",
        &example("paso2_texto_repetido", &[]),
    );
    compare(
        "paso2_texto_vaciado",
        &example("paso2_texto_repetido", &["vaciar"]),
    );
}

#[test]
fn paso2_un_panico_se_puede_detener() {
    let output = example("paso2_panico", &[]);
    compare("paso2_panico", &output);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        complaint.contains("attempt to divide by zero"),
        "{complaint}"
    );
}

#[test]
fn paso3_los_textos_se_miden_en_bytes_y_se_comprueban() {
    compare(
        "paso3_letras_y_bytes",
        &example("paso3_letras_y_bytes", &[]),
    );
    compare("paso3_trozos", &example("paso3_trozos", &[]));
    compare("paso3_desconfiar", &example("paso3_desconfiar", &[]));
}

#[test]
fn paso4_waitpid_cuenta_como_acabo_cada_hijo() {
    compare("paso4_finales", &example("paso4_finales", &[]));
}

#[test]
fn paso4_una_senal_interrumpe_la_lectura_y_la_siguiente_funciona() {
    compare("paso4_interrumpida", &example("paso4_interrumpida", &[]));
}

#[test]
fn paso4_una_tuberia_avisa_tambien_de_quien_no_avisa() {
    compare("paso4_timbre", &example("paso4_timbre", &[]));
    compare("paso4_timbre_muere", &example("paso4_timbre", &["muere"]));
}

#[test]
fn paso4_dos_procesos_no_pierden_ninguna_suma() {
    compare("paso4_contador", &example("paso4_contador", &[]));
}

#[test]
fn paso5_munmap_vale_para_un_solo_proceso() {
    compare(
        "paso5_despues_de_munmap",
        &example("paso5_despues_de_munmap", &[]),
    );
}

#[test]
fn paso5_el_segundo_munmap_se_lleva_la_region_de_otro() {
    compare("paso5_dos_veces", &example("paso5_dos_veces", &[]));
}

#[test]
fn paso5_drop_recoge_salvo_que_se_le_pida_que_no() {
    compare("paso5_prestamo", &example("paso5_prestamo", &[]));
}

#[test]
fn reto1_la_guarda_vigila_la_pagina_y_no_el_byte() {
    compare(
        "reto1_un_byte_de_mas",
        &example("reto1_un_byte_de_mas", &[]),
    );
}

#[test]
fn reto2_matar_a_un_hijo_no_es_hacerlo_desaparecer() {
    compare(
        "reto2_matar_y_recoger",
        &example("reto2_matar_y_recoger", &[]),
    );
}

#[test]
fn reto3_quien_mira_dos_veces_comprueba_una_cosa_y_usa_otra() {
    compare("reto3_dos_miradas", &example("reto3_dos_miradas", &[]));
}

#[test]
fn reto5_sin_nombre_la_memoria_sigue() {
    compare("reto5_sin_nombre", &example("reto5_sin_nombre", &[]));
}

#[test]
fn los_programas_de_los_pasos_hacen_lo_que_cuenta_el_libro() {
    compare("paso1", &program(env!("CARGO_BIN_EXE_referencia1"), &[]));
    compare("paso2", &program(env!("CARGO_BIN_EXE_referencia2"), &[]));
    compare(
        "paso2_panico_hijo",
        &program(env!("CARGO_BIN_EXE_referencia2"), &["--panico"]),
    );
    let aloud = ["--mensaje", "¡Olé, ñandú! 🐧"];
    compare("paso3", &program(env!("CARGO_BIN_EXE_referencia3"), &aloud));
    compare("paso4", &program(env!("CARGO_BIN_EXE_referencia4"), &[]));
    let killed = ["--senal", "SIGTERM"];
    compare(
        "paso4_senal",
        &program(env!("CARGO_BIN_EXE_referencia4"), &killed),
    );
    compare("paso5", &program(env!("CARGO_BIN_EXE_referencia5"), &[]));
    compare(
        "programa",
        &program(env!("CARGO_BIN_EXE_referencia_programa"), &[]),
    );
    compare(
        "reto1",
        &program(env!("CARGO_BIN_EXE_referencia_reto1"), &[]),
    );
    compare(
        "reto1_toca",
        &program(env!("CARGO_BIN_EXE_referencia_reto1"), &["--toca", "9000"]),
    );
    compare(
        "reto2",
        &program(env!("CARGO_BIN_EXE_referencia_reto2"), &[]),
    );
    compare(
        "reto3",
        &program(env!("CARGO_BIN_EXE_referencia_reto3"), &[]),
    );
    compare(
        "reto3_miente",
        &program(
            env!("CARGO_BIN_EXE_referencia_reto3"),
            &["--miente", "1000"],
        ),
    );
    let two = ["--huecos", "2"];
    compare(
        "reto4",
        &program(env!("CARGO_BIN_EXE_referencia_reto4"), &two),
    );
    let named = ["--nombre", "/taller-libro"];
    compare(
        "reto5",
        &program(env!("CARGO_BIN_EXE_referencia_reto5"), &named),
    );
    let alone = ["--sin-hijo", "--huecos", "4", "--mensaje", "cabe"];
    compare(
        "reto4_sin_hijo",
        &program(env!("CARGO_BIN_EXE_referencia_reto4"), &alone),
    );
}

#[test]
fn las_negativas_se_cuentan_con_el_nombre_de_la_llamada() {
    let huge = ["--bytes", "9223372036854775807"];
    refuse(
        "paso1_enorme",
        &program(env!("CARGO_BIN_EXE_referencia1"), &huge),
    );
    let tight = ["--bytes", "8", "--mensaje", "no quepo ahí"];
    refuse(
        "paso3_no_cabe",
        &program(env!("CARGO_BIN_EXE_referencia3"), &tight),
    );
    let again = program(env!("CARGO_BIN_EXE_referencia4"), &["--otra-vez"]);
    refuse("paso4_otra_vez", &again);
    refuse(
        "paso5_abandona",
        &program(env!("CARGO_BIN_EXE_referencia5"), &["--abandona"]),
    );
    refuse(
        "programa_no_cabe",
        &program(env!("CARGO_BIN_EXE_referencia_programa"), &tight),
    );
    refuse(
        "programa_enorme",
        &program(env!("CARGO_BIN_EXE_referencia_programa"), &huge),
    );
}

#[test]
fn diez_mil_rondas_no_dejan_ninguna_proyeccion() {
    let output = program(env!("CARGO_BIN_EXE_referencia5"), &["--rondas", "10000"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let counts: Vec<u32> = text
        .split([' ', ';', '\n'])
        .filter_map(|word| word.parse().ok())
        .collect();
    // «Proyecciones antes: A; después de 10000 rondas: A»
    assert!(
        matches!(counts[..], [before, 10_000, after] if before == after),
        "{text}"
    );
    let shape = fs::read_to_string(recorded("paso5_rondas")).expect("está la salida del libro");
    let words = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    assert_eq!(words(&text), words(&shape));
}

#[test]
fn solo_se_ocultan_los_numeros_que_cambian() {
    assert_eq!(
        mask("en 0x7f01ab, Pid(123): 4096 bytes"),
        "en 0x…, Pid(…): 4096 bytes"
    );
    assert_eq!(
        mask("Soy el hijo 17 y mi padre es 4"),
        "Soy el hijo … y mi padre es …"
    );
    assert_eq!(mask("terminó con código 7"), "terminó con código 7");
}

/// El programa terminó bien, y su salida es la que muestra el libro.
fn compare(name: &str, output: &Output) {
    assert!(output.status.success(), "{name} terminó mal: {output:?}");
    assert_eq!(
        mask(&String::from_utf8_lossy(&output.stdout)),
        shown(name),
        "{name}"
    );
}

/// El programa terminó con código 1, y lo que muestra el libro es su salida y,
/// detrás, su queja.
fn refuse(name: &str, output: &Output) {
    assert_eq!(output.status.code(), Some(1), "{name}: {output:?}");
    assert_eq!(output.status.signal(), None);
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    assert_eq!(mask(&String::from_utf8_lossy(&all)), shown(name), "{name}");
}

fn shown(name: &str) -> String {
    let path = recorded(name);
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("falta la salida {}: {error}", path.display()));
    mask(&text)
}

fn recorded(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/salidas")
        .join(name)
        .with_extension("txt")
}

/// Cambia por `…` los números que van detrás de una de las marcas de [`CHANGING`].
fn mask(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let changing = CHANGING.iter().any(|mark| masked.ends_with(mark));
        let digits = rest
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(rest.len());
        if changing && next.is_ascii_digit() {
            masked.push('…');
            rest = &rest[digits..];
        } else {
            masked.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    masked
}

/// Ejecuta un ejemplo por su nombre, recién compilado.
fn example(name: &str, args: &[&str]) -> Output {
    let path = examples()
        .iter()
        .find(|path| path.file_name().is_some_and(|file| file == name))
        .unwrap_or_else(|| panic!("no hay ningún ejemplo que se llame {name}"));
    let mut command = Command::new(path);
    command.args(args);
    run(command)
}

/// Los ejecutables de `examples/`. Se compilan aquí, y una sola vez, porque
/// `cargo test --test ejemplos` no los compila.
fn examples() -> &'static [PathBuf] {
    static BUILT: OnceLock<Vec<PathBuf>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let build = Command::new(env!("CARGO"))
            .args(["build", "--package", "programas", "--examples"])
            .arg("--message-format=json-render-diagnostics")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo está disponible mientras cargo ejecuta las pruebas");
        let complaints = String::from_utf8_lossy(&build.stderr);
        assert!(build.status.success(), "{complaints}");
        // Cargo dice dónde ha dejado cada uno: depende del perfil y del destino.
        String::from_utf8_lossy(&build.stdout)
            .split(r#""executable":""#)
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(path, _)| PathBuf::from(path))
            .collect()
    })
}

fn program(path: &str, args: &[&str]) -> Output {
    let mut command = Command::new(path);
    command.args(args);
    run(command)
}

/// Ejecuta el programa. Si no termina a tiempo, acaba con él y con sus hijos, y
/// la prueba falla.
fn run(mut command: Command) -> Output {
    command
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    let child = command
        .spawn()
        .unwrap_or_else(|error| panic!("no se pudo ejecutar {command:?}: {error}"));
    let group = Pid::from_raw(i32::try_from(child.id()).expect("un PID cabe en i32"));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    if let Ok(output) = receiver.recv_timeout(DEADLINE) {
        return output.expect("se pudo leer la salida del programa");
    }
    // Puede que el grupo acabe de desaparecer por sí solo: entonces no hay nada que matar.
    let _ = killpg(group, Signal::SIGKILL);
    panic!("{command:?} no terminó en {} s", DEADLINE.as_secs());
}
