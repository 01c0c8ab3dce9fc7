//! Los programas en C que enseña el libro: se compilan con `cc`, sin un solo
//! aviso, y se ejecutan de verdad. Lo que aquí no pase, el libro no lo muestra.
//!
//! Para repetir la medida del capítulo «Por qué wait no basta»:
//!
//! ```text
//! cargo test -p programas --test programa_c -- --ignored --nocapture contar
//! ```
//!
//! Las 2000 ejecuciones se cambian con la variable `VECES`.

mod comun;

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use comun::{MESSAGE, Reading, classify, compile};

/// Lo que más puede tardar un programa que termina en milésimas de segundo.
const DEADLINE: Duration = Duration::from_secs(20);

/// Ejecuta el programa con la salida en una tubería y el plazo de siempre.
fn run(program: &Path, args: &[&str]) -> Output {
    run_for(DEADLINE, program, args)
}

/// Ejecuta el programa con la salida en una tubería. Si no termina antes de
/// `deadline`, acaba con él y con sus hijos, y la prueba falla.
fn run_for(deadline: Duration, program: &Path, args: &[&str]) -> Output {
    let child = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LC_ALL", "C")
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| panic!("no se pudo ejecutar {}: {error}", program.display()));
    let group = Pid::from_raw(i32::try_from(child.id()).expect("un PID cabe en i32"));
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    if let Ok(output) = receiver.recv_timeout(deadline) {
        return output.expect("se pudo leer la salida del programa");
    }
    // Puede que el grupo acabe de desaparecer por sí solo: entonces no hay nada que matar.
    let _ = killpg(group, Signal::SIGKILL);
    panic!(
        "{} no terminó en {} s: parece que alguien espera para siempre.",
        program.display(),
        deadline.as_secs()
    );
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn el_original_lee_nada_un_trozo_o_todo() {
    let program = compile("original", "prueba");
    for _ in 0..50 {
        let output = run(&program, &[]);
        assert!(output.status.success(), "{output:?}");
        assert!(
            classify(&output.stdout).is_some(),
            "la carrera no explica esta salida: {output:?}"
        );
    }
}

#[test]
fn la_clasificacion_distingue_los_tres_casos_y_rechaza_los_demas() {
    let with = |text: &[u8]| [b"El hijo lee: ".as_slice(), text, b"\n"].concat();
    assert_eq!(classify(&with(b"")), Some(Reading::Empty));
    assert_eq!(classify(&with(MESSAGE.as_bytes())), Some(Reading::Complete));
    // El primer byte de «¡» sin el segundo: un corte en mitad de una letra.
    assert_eq!(
        classify(&with(&MESSAGE.as_bytes()[..1])),
        Some(Reading::Torn)
    );
    assert_eq!(classify(&with("¡Hola".as_bytes())), Some(Reading::Torn));
    assert_eq!(classify(&with(b"Hola")), None);
    assert_eq!(classify(&with("¡Hola, proceso hijo!!".as_bytes())), None);
    assert_eq!(classify(b""), None);
}

#[test]
fn el_corregido_lee_siempre_el_mensaje_completo() {
    let program = compile("corregido", "prueba");
    for _ in 0..200 {
        let output = run(&program, &[]);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(
            classify(&output.stdout),
            Some(Reading::Complete),
            "{output:?}"
        );
    }
}

#[test]
fn el_corregido_acota_la_copia() {
    let program = compile("corregido", "cota");
    // La página tiene 4096 bytes; el semáforo ocupa unos cuantos y el NUL, uno.
    let refused = run(&program, &["a".repeat(4096).as_str()]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(stdout(&refused), "");
    let explanation = stderr(&refused);
    assert!(explanation.contains("El mensaje no cabe"), "{explanation}");

    let room: usize = explanation
        .split_whitespace()
        .find_map(|word| word.parse().ok())
        .expect("el error dice cuántos bytes caben");
    let exact = "a".repeat(room - 1);
    let accepted = run(&program, &[exact.as_str()]);
    assert!(accepted.status.success(), "{}", stderr(&accepted));
    assert_eq!(stdout(&accepted), format!("El hijo lee: {exact}\n"));
    let one_more = run(&program, &["a".repeat(room).as_str()]);
    assert_eq!(one_more.status.code(), Some(1));
}

#[test]
fn si_escribe_el_hijo_wait_basta() {
    let program = compile("hijo_escribe", "prueba");
    for _ in 0..200 {
        let output = run(&program, &[]);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(stdout(&output), "El padre lee: ¡Hola, proceso padre!\n");
    }
}

#[test]
fn el_texto_pendiente_sale_dos_veces_salvo_que_se_vacie_antes() {
    let program = compile("texto_repetido", "prueba");
    let line = "Esto se escribe una vez.\n";
    assert_eq!(stdout(&run(&program, &[])), line.repeat(2));
    assert_eq!(stdout(&run(&program, &["vaciar"])), line);
}

#[test]
fn leer_despues_de_munmap_mata_al_proceso() {
    let output = run(&compile("despues_de_munmap", "prueba"), &[]);
    assert_eq!(output.status.signal(), Some(Signal::SIGSEGV as i32));
    assert_eq!(
        stdout(&output),
        "Antes de munmap hay una A.\nY después de munmap…\n"
    );
}

#[test]
fn los_errores_llegan_con_su_motivo() {
    let output = run(&compile("errores", "prueba"), &[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        stderr(&output),
        "open: No such file or directory\nmmap: Cannot allocate memory (errno 12)\n"
    );
}

#[test]
fn el_sistema_rechaza_lo_que_dice_la_tabla_de_errores() {
    let output = run(&compile("rechazos", "prueba"), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Las formas de lanzar el programa que compara el libro: el nombre y la orden
/// de bash que lo ejecuta una vez (`$0` es el programa). Ninguna cambia el
/// programa; solo cambia quién lo lanza.
const LAUNCHES: [(&str, &str); 2] = [
    ("un bucle de bash", r#""$0""#),
    ("un bucle de bash, con env delante", r#"env "$0""#),
];

/// La medida del libro. No comprueba una proporción, que depende de la máquina
/// y de su carga: solo que cada salida sea una de las tres posibles.
#[test]
#[ignore = "mide la carrera: ejecuta el programa 2000 veces de tres maneras"]
fn contar() {
    let times: usize = std::env::var("VECES").map_or(2000, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("VECES debe ser un número, y es «{text}»"))
    });
    let program = compile("original", "contar");
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "núcleo {}, procesadores disponibles: {cores}, {times} ejecuciones de cada manera",
        kernel.trim()
    );

    let direct: Vec<u8> = (0..times).flat_map(|_| run(&program, &[]).stdout).collect();
    report("esta prueba, directamente", &direct, times);
    for (name, launch) in LAUNCHES {
        let script = format!("for ((i = 0; i < {times}; i++)); do {launch}; done");
        let path = program.to_str().expect("la ruta del proyecto es UTF-8");
        let output = run_for(
            Duration::from_secs(600),
            "bash".as_ref(),
            &["-c", &script, path],
        );
        report(name, &output.stdout, times);
    }
}

/// Escribe una fila de la medida, con una línea de `outputs` por ejecución.
fn report(launcher: &str, outputs: &[u8], times: usize) {
    let readings: Vec<Reading> = outputs
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| {
            classify(line).unwrap_or_else(|| {
                let line = String::from_utf8_lossy(line);
                panic!("la carrera no explica esta salida: {line:?}")
            })
        })
        .collect();
    assert_eq!(readings.len(), times, "cada ejecución escribe una línea");
    let count = |kind| readings.iter().filter(|&&reading| reading == kind).count();
    println!(
        "{launcher:>34}: {:>5} vacíos, {:>5} a medias, {:>5} completos",
        count(Reading::Empty),
        count(Reading::Torn),
        count(Reading::Complete)
    );
}
