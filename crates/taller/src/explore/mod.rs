//! `taller explorar`: lleva un programa cualquiera por todos sus órdenes, y
//! enseña en qué acaba.
//!
//! Aquí solo se pregunta y se enseña: buscar es cosa de [`explorador`], y los
//! dibujos también son suyos ([`explorador::picture`]).

mod locate;
mod options;
mod progress;
mod retry;
mod show;

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use explorador::picture::is_wrong;
use explorador::{Explorer, Limits, Program, Report, ScheduleId};

use crate::outcome::Ending;

pub use options::Explorar;
use progress::Display;
pub use retry::from_cargo as replay_command;

/// Algo está mal, o el programa tiene varios finales.
const FOUND: i32 = 1;

/// Explora el programa, o reproduce un plan, y lo cuenta.
pub fn run(options: &Explorar) -> Result<()> {
    let report = match &options.plan {
        Some(plan) => replay(options, plan)?,
        None => search(options)?,
    };
    if report.outcomes.is_empty() {
        bail!(
            "no dio tiempo a terminar ni un solo plan. Dale más con --segundos o --planes, o prueba \
             con una entrada más pequeña"
        );
    }
    show::report(options, &report)?;
    if report.outcomes.len() > 1 || report.outcomes.iter().any(is_wrong) {
        return Err(Ending::silent(FOUND).into());
    }
    Ok(())
}

/// La exploración que se pide, lista para lanzarse.
fn explorer(options: &Explorar) -> Result<Explorer> {
    let (path, arguments) = options
        .programa
        .split_first()
        .expect("la línea de órdenes exige un programa");
    let mut limits = Limits::default();
    if let Some(schedules) = options.planes {
        limits.schedules = schedules;
    }
    if let Some(seconds) = options.segundos {
        limits.time = Duration::from_secs(seconds);
    }
    let mut program = Program::new(locate::locate(path)).args(arguments);
    if let Some(file) = &options.entrada {
        let input = fs::read(file)
            .with_context(|| format!("no se puede leer la entrada, {}", file.display()))?;
        program = program.stdin(input);
    }
    let mut explorer = Explorer::new(program).limits(limits);
    if let Some(bound) = options.cota {
        explorer = explorer.preemption_bound(bound);
    }
    if let Some(fault) = &options.fallo {
        explorer = explorer.fault(fault.clone());
    }
    Ok(explorer)
}

fn search(options: &Explorar) -> Result<Report> {
    let explorer = explorer(options)?;
    let display = Display::new();
    let watcher = display.clone();
    let result = explorer
        .progress(move |progress| watcher.update(progress))
        .explore();
    display.clear();
    Ok(result?)
}

/// Un informe con el único plan que se reproduce.
fn replay(options: &Explorar, plan: &ScheduleId) -> Result<Report> {
    let start = std::time::Instant::now();
    let mut outcome = explorer(options)?.replay(plan)?;
    outcome.count = 1;
    Ok(Report {
        program: options
            .programa
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect(),
        schedules: 1,
        abandoned: 0,
        distinct: None,
        exhaustive: false,
        preemption_bound: None,
        elapsed: start.elapsed(),
        outcomes: vec![outcome],
        stopped_by: None,
        gaps: Vec::new(),
        busy_wait: false,
        reach: explorador::Reach::default(),
    })
}
