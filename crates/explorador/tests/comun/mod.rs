//! Compilar los programas de prueba y mirar sus informes.
#![allow(dead_code, reason = "cada archivo de pruebas usa una parte")]

use std::path::{Path, PathBuf};
use std::process::Command;

use explorador::{Explorer, Outcome, Program, Report, Verdict};

/// Compila `tests/programas/NOMBRE.c` con `cc -O1` y estas opciones.
pub fn compile(name: &str, options: &[&str]) -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programas");
    let suffix: String = options
        .concat()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let binary = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}{suffix}"));
    // Se compila aparte y se pone en su sitio de golpe: dos pruebas a la vez
    // nunca ejecutan un binario a medias.
    let thread: String = format!("{:?}", std::thread::current().id())
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let fresh = binary.with_extension(format!("{}-{thread}", std::process::id()));
    let status = Command::new("cc")
        .args(["-O1", "-w", "-pthread"])
        .args(options)
        .arg("-o")
        .arg(&fresh)
        .arg(sources.join(format!("{name}.c")))
        .status()
        .expect("hace falta un compilador de C llamado cc");
    assert!(status.success(), "{name}.c no compila");
    std::fs::rename(&fresh, &binary).expect("el binario recién compilado está ahí");
    binary
}

/// Explora un programa de prueba.
pub fn explore(name: &str) -> Report {
    explore_with(name, &[], |explorer| explorer)
}

/// Explora un programa de prueba con opciones.
pub fn explore_with(
    name: &str,
    options: &[&str],
    setup: impl FnOnce(Explorer) -> Explorer,
) -> Report {
    let binary = compile(name, options);
    let explorer = setup(Explorer::new(Program::new(&binary)));
    explorer.explore().expect("se puede explorar")
}

/// Las salidas distintas de los finales correctos, ordenadas.
pub fn outputs(report: &Report) -> Vec<String> {
    let mut all: Vec<String> = report
        .outcomes
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Ok)
        .map(Outcome::stdout_text)
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Los veredictos distintos, ordenados.
pub fn verdicts(report: &Report) -> Vec<Verdict> {
    let mut all: Vec<Verdict> = report
        .outcomes
        .iter()
        .map(|outcome| outcome.verdict)
        .collect();
    all.sort();
    all.dedup();
    all
}

/// El primer final con este veredicto.
pub fn first(report: &Report, verdict: Verdict) -> &Outcome {
    report
        .outcomes
        .iter()
        .find(|outcome| outcome.verdict == verdict)
        .unwrap_or_else(|| panic!("ningún final es {verdict:?}"))
}
