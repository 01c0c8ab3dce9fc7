//! El proceso que explora, y solo eso: recibe un programa y cuenta, línea a línea,
//! por dónde va y qué encuentra.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use explorador::json::Json;
use explorador::{Explorer, Limits, Outcome, Program, Progress, Report};

use crate::explore;

/// El primer argumento de `taller` que lo convierte en explorador de un bloque.
/// Detrás van cómo se nombra el programa ante el lector, dónde está y sus argumentos.
pub const ORDER: &str = "explorador-de-bloque";

/// Hasta dónde se busca: mucho menos que el plazo del vigía, porque después hay que
/// repetir el plan más sencillo de cada final. Y un plan de más pasos que estos no hay
/// quien lo recorra en una página.
const LIMITS: Limits = Limits {
    schedules: 20_000,
    time: Duration::from_secs(10),
    silence: Duration::from_secs(1),
    steps: 2_000,
    output: 256 << 10,
    processes: 64,
};

/// Cada cuánto se dice por dónde se va.
const PACE: Duration = Duration::from_millis(150);

/// Explora lo que dicen los argumentos y lo cuenta por la salida estándar.
///
/// # Errores
/// Si faltan argumentos o nadie escucha. Que no se pueda explorar no es un error:
/// se cuenta como todo lo demás.
pub fn work(mut args: impl Iterator<Item = OsString>) -> Result<()> {
    let shown = args.next().context("falta el nombre del programa")?;
    let path: PathBuf = args.next().context("falta el programa")?.into();
    let arguments: Vec<OsString> = args.collect();
    let last = Mutex::new(None);
    let explorer = Explorer::new(Program::new(path).args(&arguments))
        .limits(LIMITS)
        .progress(move |progress| {
            if is_time(&last) {
                // Si nadie escucha, el vigía ya está parándolo todo.
                let _ = say(&going(progress));
            }
        });
    let line = match explorer.explore() {
        Ok(report) if report.outcomes.is_empty() => failed(
            "no dio tiempo a terminar ni un solo plan. Prueba con una entrada más pequeña o con \
             menos procesos",
        ),
        Ok(report) => {
            let mut command = vec![shown];
            command.extend(arguments);
            found(&report, &command)
        }
        Err(error) => failed(&error.to_string()),
    };
    say(&line).context("nadie escucha")
}

fn is_time(last: &Mutex<Option<Instant>>) -> bool {
    let Ok(mut last) = last.lock() else {
        return false;
    };
    let due = last.is_none_or(|last| last.elapsed() >= PACE);
    if due {
        *last = Some(Instant::now());
    }
    due
}

fn going(progress: Progress) -> Json {
    Json::object([
        ("line", "progress".into()),
        ("schedules", progress.schedules.into()),
        ("outcomes", progress.outcomes.into()),
    ])
}

fn found(report: &Report, command: &[OsString]) -> Json {
    let replay = |outcome: &Outcome| explore::replay_command(&outcome.schedule, command);
    Json::object([
        ("line", "found".into()),
        ("steps", explorador::picture::steps(report, replay)),
    ])
}

fn failed(reason: &str) -> Json {
    Json::object([("line", "failed".into()), ("reason", reason.into())])
}

fn say(line: &Json) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}
