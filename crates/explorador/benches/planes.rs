//! Cuánto cuesta un plan, en proporción a lo que cuesta lanzar el programa sin
//! más: `cargo bench -p explorador`. Solo se comparan cifras de una misma
//! ejecución.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use explorador::{Explorer, Program, Report};

/// Medidas de cada cosa; se da la mediana.
const ROUNDS: usize = 7;

fn compile(name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/programas/{name}.c"));
    let binary =
        std::env::temp_dir().join(format!("explorador-banco-{}-{name}", std::process::id()));
    let status = Command::new("cc")
        .args(["-O1", "-w", "-pthread", "-o"])
        .arg(&binary)
        .arg(source)
        .status()
        .expect("hace falta cc");
    assert!(status.success(), "{name}.c no compila");
    binary
}

fn median(mut measure: impl FnMut() -> Duration) -> Duration {
    let mut all: Vec<Duration> = (0..ROUNDS).map(|_| measure()).collect();
    all.sort();
    all[ROUNDS / 2]
}

/// Lanzar el programa y esperarlo, sin trazarlo.
fn bare(binary: &Path) -> Duration {
    const RUNS: u32 = 50;
    let started = Instant::now();
    for _ in 0..RUNS {
        Command::new(binary)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("se ejecuta");
    }
    started.elapsed() / RUNS
}

fn explore(binary: &Path, brute: bool) -> Report {
    let mut explorer = Explorer::new(Program::new(binary));
    if brute {
        explorer = explorer.brute_force();
    }
    explorer.explore().expect("se explora")
}

/// Lo que cuesta un plan: por fuerza bruta hay muchos, y el arranque se reparte.
fn per_schedule(binary: &Path, brute: bool) -> Duration {
    let report = explore(binary, brute);
    report.elapsed / u32::try_from(report.schedules).unwrap_or(1)
}

/// Cuántas veces hay que ejecutar la carrera para verla fallar, y lo que tarda.
fn until_it_shows(binary: &Path) -> (usize, Duration) {
    let started = Instant::now();
    for run in 1..=20_000 {
        let output = Command::new(binary).output().expect("se ejecuta");
        if !String::from_utf8_lossy(&output.stdout).contains("hijo!!") {
            return (run, started.elapsed());
        }
    }
    (20_000, started.elapsed())
}

fn main() {
    println!(
        "{:<22}{:>8}{:>12}{:>12}{:>9}",
        "programa", "planes", "ms/plan", "ms suelto", "razón"
    );
    for name in [
        "carrera",
        "contador",
        "tuberia",
        "semaforo",
        "giro",
        "tubos_fifo",
    ] {
        let binary = compile(name);
        let schedules = explore(&binary, false).schedules;
        let brute = matches!(name, "carrera" | "contador");
        let one = median(|| per_schedule(&binary, brute));
        let alone = median(|| bare(&binary));
        let ratio = one.as_secs_f64() / alone.as_secs_f64();
        println!(
            "{name:<22}{schedules:>8}{:>12.2}{:>12.2}{ratio:>9.2}",
            one.as_secs_f64() * 1e3,
            alone.as_secs_f64() * 1e3,
        );
        let _ = std::fs::remove_file(binary);
    }
    let race = compile("carrera");
    let finding = median(|| explore(&race, false).elapsed);
    let (runs, repeating) = until_it_shows(&race);
    println!(
        "\nla carrera original: todos sus finales en {:.1} ms; repitiéndola, el primer fallo tras {runs} \
         ejecuciones y {:.1} ms (razón {:.2})",
        finding.as_secs_f64() * 1e3,
        repeating.as_secs_f64() * 1e3,
        finding.as_secs_f64() / repeating.as_secs_f64(),
    );
    let _ = std::fs::remove_file(race);
}
