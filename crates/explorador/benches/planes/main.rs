//! Lo que cuesta explorar, siempre en proporción a algo: `cargo bench -p explorador`.
//!
//! Las dos cifras de cada razón se toman por turnos, en la misma ronda, y se da la
//! mediana de las razones: los tiempos sueltos dependen de la máquina y de lo cargada
//! que esté. La razón de procesador no cuenta el tiempo que se llevan otros.

mod cost;
mod judge;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cost::{Cost, median, median_of};
use explorador::{Explorer, Program, Report};

/// Rondas de cada medida.
const ROUNDS: usize = 9;

/// Ejecuciones sueltas de cada ronda: una sola es demasiado corta.
const BARE_RUNS: usize = 20;

/// Los programas medidos, y si caben por fuerza bruta.
const PROGRAMS: [(&str, bool); 6] = [
    ("carrera", true),
    ("contador", true),
    ("tuberia", true),
    ("semaforo", true),
    ("giro", false),
    ("tubos_fifo", false),
];

/// Un programa de C compilado, que se borra al soltarlo.
struct Binary(PathBuf);

impl Binary {
    fn compile(name: &str) -> Self {
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/programas/{name}.c"));
        let binary =
            std::env::temp_dir().join(format!("explorador-banco-{}-{name}", std::process::id()));
        let status = Command::new("cc")
            .args(["-O1", "-w", "-pthread", "-o"])
            .arg(&binary)
            .arg(source)
            .status()
            .expect("hace falta cc");
        assert!(status.success(), "{name}.c no compila");
        Self(binary)
    }

    fn explorer(&self) -> Explorer {
        Explorer::new(Program::new(&self.0))
    }

    fn explore(&self) -> Report {
        self.explorer().explore().expect("se explora")
    }

    /// Lanzar el programa y esperarlo, sin trazarlo.
    fn run(&self) {
        Command::new(&self.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("se ejecuta");
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Una ronda: un plan y una ejecución suelta.
struct Round {
    /// Un plan, con el programa ya en marcha y contando los que se repiten para
    /// enseñarlos.
    plan: f64,
    /// Un plan, repartiendo también lo que cuesta poner el programa en marcha.
    plan_and_start: Cost,
    bare: Cost,
}

impl Round {
    fn of(binary: &Binary) -> Self {
        let (report, whole) = Cost::of(|| binary.explore());
        let ((), bare) = Cost::of(|| (0..BARE_RUNS).for_each(|_| binary.run()));
        Self {
            plan: report.elapsed.as_secs_f64() / count(report.schedules),
            plan_and_start: whole.shared_by(report.schedules),
            bare: bare.shared_by(BARE_RUNS),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "son cuentas pequeñas")]
fn count(number: usize) -> f64 {
    number as f64
}

/// Un plan ÷ `fork` + `exec` + `wait` del mismo programa, sin más.
fn schedule_against_bare() {
    println!("Un plan ÷ lanzar el programa y esperarlo (objetivo: 1.0)\n");
    println!(
        "{:<12}{:>7}{:>10}{:>11}{:>8}{:>14}{:>12}",
        "programa", "planes", "ms/plan", "ms suelto", "razón", "con arranque", "procesador"
    );
    for (name, _) in PROGRAMS {
        let binary = Binary::compile(name);
        let schedules = binary.explore().schedules;
        let rounds: Vec<Round> = (0..ROUNDS).map(|_| Round::of(&binary)).collect();
        let of = |figure: &dyn Fn(&Round) -> f64| median(rounds.iter().map(figure));
        println!(
            "{name:<12}{schedules:>7}{:>10.2}{:>11.2}{:>8.2}{:>14.2}{:>12.2}",
            of(&|round| round.plan) * 1e3,
            of(&|round| round.bare.wall) * 1e3,
            of(&|round| round.plan / round.bare.wall),
            of(&|round| round.plan_and_start.wall / round.bare.wall),
            of(&|round| round.plan_and_start.processor / round.bare.processor),
        );
    }
}

/// Planes ejecutados ÷ planes esencialmente distintos, contados por fuerza bruta.
fn schedules_against_distinct() {
    println!("\nPlanes ejecutados ÷ esencialmente distintos (objetivo: 1.2)\n");
    println!(
        "{:<12}{:>15}{:>11}{:>11}{:>8}",
        "programa", "fuerza bruta", "distintos", "ejecutados", "razón"
    );
    for (name, _) in PROGRAMS.iter().filter(|(_, small)| *small) {
        let binary = Binary::compile(name);
        let brute = binary.explorer().brute_force().explore();
        let brute = brute.expect("se explora");
        let distinct = brute.distinct.unwrap_or_default();
        let schedules = binary.explore().schedules;
        println!(
            "{name:<12}{:>15}{distinct:>11}{schedules:>11}{:>8.2}",
            brute.schedules,
            count(schedules) / count(distinct.max(1)),
        );
    }
}

/// Encontrar la carrera original ÷ repetir el programa hasta que se vea.
fn finding_the_race() {
    /// De sobra: falla una vez de cada decenas o pocos cientos.
    const MOST_RUNS: usize = 20_000;
    let race = Binary::compile("carrera");
    let fails = || {
        let output = Command::new(&race.0).output().expect("se ejecuta");
        !String::from_utf8_lossy(&output.stdout).contains("hijo!!")
    };
    let mut runs = Vec::new();
    let rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let (_, finding) = Cost::of(|| race.explore());
            let (needed, repeating) = Cost::of(|| (1..=MOST_RUNS).find(|_| fails()));
            runs.push(count(needed.unwrap_or(MOST_RUNS)));
            (finding.wall, repeating.wall)
        })
        .collect();
    let of = |figure: &dyn Fn(&(f64, f64)) -> f64| median(rounds.iter().map(figure));
    println!(
        "\nLa carrera original: todos sus finales, seguro, en {:.1} ms; repitiéndola, el primer\n\
         fallo tras {:.0} ejecuciones y {:.1} ms (medianas de {ROUNDS}; razón {:.2})",
        of(&|(finding, _)| *finding) * 1e3,
        median_of(runs),
        of(&|(_, repeating)| *repeating) * 1e3,
        of(&|(finding, repeating)| finding / repeating),
    );
}

fn main() {
    schedule_against_bare();
    schedules_against_distinct();
    finding_the_race();
    judge::report();
}
