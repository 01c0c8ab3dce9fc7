//! Lo que tarda el juez de cada paso con la respuesta de referencia, ya todo
//! compilado: lo que espera un estudiante después de enlazar.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ROUNDS;
use crate::cost::{Cost, median};

/// Los pasos, por su número.
const STEPS: std::ops::RangeInclusive<usize> = 1..=5;

/// Imprime la tabla, o por qué no se puede medir.
pub fn report() {
    println!("\nEl juez, con la respuesta de referencia\n");
    println!("{:<12}{:>8}{:>16}", "paso", "ms", "ms procesador");
    for step in STEPS {
        match executables(step) {
            Ok((judge, reference)) => {
                let costs: Vec<Cost> = (0..ROUNDS)
                    .map(|_| Cost::of(|| verdict(step, &judge, &reference)).1)
                    .collect();
                println!(
                    "{:<12}{:>8.0}{:>16.0}",
                    format!("paso{step}"),
                    median(costs.iter().map(|cost| cost.wall)) * 1e3,
                    median(costs.iter().map(|cost| cost.processor)) * 1e3,
                );
            }
            Err(why) => println!("paso{step}: {why}"),
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn verdict(step: usize, judge: &Path, reference: &Path) {
    let status = Command::new(judge)
        .current_dir(root().join(format!("exercises/paso{step}")))
        .arg("--programa")
        .arg(reference)
        .arg("--referencia")
        .arg(reference)
        .stdout(Stdio::null())
        .status()
        .expect("el juez se ejecuta");
    assert!(status.success(), "la referencia del paso {step} suspende");
}

/// El juez de un paso y el programa de su referencia, compilados como para un
/// estudiante.
fn executables(step: usize) -> Result<(PathBuf, PathBuf), String> {
    let judge = format!("juez{step}");
    let test = ["test", "--no-run", "-p", &format!("paso{step}")].map(str::to_owned);
    let reference = format!("referencia{step}");
    let build = ["build", "-p", "programas", "--bin", &reference].map(str::to_owned);
    Ok((compiled(&test, &judge)?, compiled(&build, &reference)?))
}

/// El ejecutable `name` de lo que compila esta orden de cargo.
fn compiled(command: &[String], name: &str) -> Result<PathBuf, String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(command)
        .args(["--quiet", "--message-format=json"])
        .output()
        .map_err(|error| format!("no se pudo ejecutar cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut artifacts = text
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    artifacts
        .find_map(|artifact| {
            let named = artifact["target"]["name"] == name;
            artifact["executable"]
                .as_str()
                .filter(|_| named)
                .map(PathBuf::from)
        })
        .ok_or_else(|| {
            format!(
                "no se pudo compilar {name}: {}",
                String::from_utf8_lossy(&output.stderr)
            )
        })
}
