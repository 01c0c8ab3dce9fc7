//! Las comprobaciones que pasa cada programa.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use explorador::{Error, Event, Explorer, Limits, Program, Report};

use super::build::build;
use super::ending::Ending;
use super::header::{Expected, Spec};

/// Lo que puede tardar cada exploración. La más larga tarda unos segundos; el
/// resto es margen para una máquina muy cargada, porque agotar el tiempo es lo
/// único que puede cambiar un informe.
const TIME: Duration = Duration::from_secs(60);

/// Lo que costó un programa y lo que salió mal, si algo salió mal.
#[derive(Debug)]
pub struct Figures {
    /// El nombre del programa.
    pub name: String,
    /// Por qué está pendiente, si lo está.
    pub pending: Option<String>,
    /// Finales distintos.
    pub endings: usize,
    /// Planes con reducción.
    pub schedules: usize,
    /// Cuántos de ellos son esencialmente distintos.
    pub distinct: usize,
    /// Planes por fuerza bruta.
    pub brute_schedules: Option<usize>,
    /// Lo que tardó la primera exploración.
    pub elapsed: Duration,
    /// Lo que tardaron todas las comprobaciones.
    pub total: Duration,
    /// Qué salió mal.
    pub problem: Option<String>,
}

/// Pasa todas las comprobaciones a un programa.
pub fn check(spec: &Spec) -> Figures {
    let mut figures = Figures {
        name: spec.name.clone(),
        pending: spec.pending.clone(),
        endings: 0,
        schedules: 0,
        distinct: 0,
        brute_schedules: None,
        elapsed: Duration::ZERO,
        total: Duration::ZERO,
        problem: None,
    };
    let start = Instant::now();
    figures.problem = run_checks(spec, &mut figures).err();
    figures.total = start.elapsed();
    figures
}

fn run_checks(spec: &Spec, figures: &mut Figures) -> Result<(), String> {
    let explorer = explorer(spec)?;
    let expected = match &spec.expected {
        Expected::Endings(expected) => expected,
        Expected::Threads => {
            return refuses(&explorer, "por sus hilos", |error| {
                matches!(error, Error::Multithreaded)
            });
        }
        Expected::Unmodelled(name) => {
            return refuses(
                &explorer,
                &format!("por {name}"),
                |error| matches!(error, Error::Unmodelled { call, .. } if call == name),
            );
        }
    };
    let report = explorer
        .explore()
        .map_err(|why| format!("no se pudo explorar: {why}"))?;
    figures.schedules = report.schedules;
    figures.distinct = complete_runs(&report);
    figures.endings = report.outcomes.len();
    figures.elapsed = report.elapsed;
    finds_exactly(expected, &report)?;
    says_how_far(spec.partial.is_none(), &report)?;
    if let Some(most) = spec.fewer_than.filter(|&most| report.schedules >= most) {
        return Err(format!(
            "costó {} planes: tenían que ser menos de {most}",
            report.schedules
        ));
    }
    replays(&explorer, &report)?;
    repeats(&explorer, &report)?;
    if spec.brute_force {
        let brute = explorer
            .brute_force()
            .explore()
            .map_err(|why| format!("fuerza bruta: {why}"))?;
        figures.brute_schedules = Some(brute.schedules);
        finds_exactly(expected, &brute)
            .and_then(|()| says_how_far(spec.partial.is_none(), &brute))
            .map_err(|why| format!("por fuerza bruta, {why}"))?;
    }
    Ok(())
}

fn explorer(spec: &Spec) -> Result<Explorer, String> {
    let built = build(spec)?;
    let program = Program::new(built.program).current_dir(built.dir);
    let limits = Limits {
        time: TIME,
        ..Limits::default()
    };
    let explorer = Explorer::new(program).limits(limits);
    Ok(match &spec.fault {
        Some(fault) => explorer.fault(fault.clone()),
        None => explorer,
    })
}

fn refuses(explorer: &Explorer, why: &str, is_it: impl Fn(&Error) -> bool) -> Result<(), String> {
    match explorer.explore() {
        Err(error) if is_it(&error) => Ok(()),
        Err(other) => Err(format!(
            "se esperaba que lo rechazara {why}, y dijo: {other}"
        )),
        Ok(report) => Err(format!(
            "se esperaba que lo rechazara {why}, y lo exploró:\n{}",
            list(&endings(&report))
        )),
    }
}

/// Los planes que llegaron al final. La reducción abandona los que descubre a
/// medias que repiten otro, así que con ella estos son los esencialmente
/// distintos.
fn complete_runs(report: &Report) -> usize {
    report.outcomes.iter().map(|outcome| outcome.count).sum()
}

fn endings(report: &Report) -> BTreeSet<Ending> {
    report.outcomes.iter().map(Ending::from).collect()
}

fn list<'a>(endings: impl IntoIterator<Item = &'a Ending>) -> String {
    let mut text = String::new();
    for ending in endings {
        let _ = writeln!(text, "//   {ending}");
    }
    text
}

/// El informe trae exactamente estos finales, sin haberse dejado nada por mirar.
fn finds_exactly(expected: &BTreeSet<Ending>, report: &Report) -> Result<(), String> {
    let found = endings(report);
    if found != *expected {
        let missing = list(expected.difference(&found));
        let extra = list(found.difference(expected));
        return Err(format!(
            "los finales no son los esperados ({} planes, {}).\nfaltan:\n{missing}sobran:\n{extra}",
            report.schedules,
            ending_of_search(report)
        ));
    }
    if found.len() != report.outcomes.len() {
        return Err("el informe cuenta dos veces un mismo final".to_string());
    }
    if complete_runs(report) != report.completed() {
        return Err(format!(
            "los finales suman {} planes, y de {} ejecutados se dejaron {} a medias",
            complete_runs(report),
            report.schedules,
            report.abandoned
        ));
    }
    Ok(())
}

/// El informe dice que lo vio todo si, y solo si, se puede.
fn says_how_far(whole: bool, report: &Report) -> Result<(), String> {
    if report.exhaustive != whole || report.stopped_by.is_some() {
        return Err(format!(
            "los finales son los esperados, pero {} tras {} planes",
            ending_of_search(report),
            report.schedules
        ));
    }
    Ok(())
}

fn ending_of_search(report: &Report) -> String {
    match (report.stopped_by, report.exhaustive) {
        (Some(limit), _) => limit.describe().to_string(),
        (None, true) => "búsqueda completa".to_string(),
        (None, false) => "la búsqueda no fue completa".to_string(),
    }
}

/// Cada plan testigo, escrito y vuelto a leer, hace lo mismo paso por paso.
fn replays(explorer: &Explorer, report: &Report) -> Result<(), String> {
    for outcome in &report.outcomes {
        let name = outcome.schedule.to_string();
        let schedule = name
            .parse()
            .map_err(|why| format!("el plan del informe no se lee: {why}"))?;
        let again = explorer
            .replay(&schedule)
            .map_err(|why| format!("el plan {name} no se reproduce: {why}"))?;
        if !again.same_ending(outcome) {
            return Err(format!(
                "el plan {name} da otro final.\nera:\n{}es:\n{}",
                list([&Ending::from(outcome)]),
                list([&Ending::from(&again)])
            ));
        }
        let different = |(a, b): &(&Event, &Event)| a != b;
        if let Some((was, is)) = outcome.events.iter().zip(&again.events).find(different) {
            return Err(format!(
                "el plan {name} da el mismo final por otro camino:\nera {was:?}\nes  {is:?}"
            ));
        }
    }
    Ok(())
}

/// Explorar otra vez da el mismo informe, byte a byte, salvo lo que se tardó.
fn repeats(explorer: &Explorer, report: &Report) -> Result<(), String> {
    let again = explorer
        .explore()
        .map_err(|why| format!("la segunda vez no se pudo explorar: {why}"))?;
    let (first, second) = (timeless_json(report), timeless_json(&again));
    if first == second {
        return Ok(());
    }
    let place = first
        .bytes()
        .zip(second.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |text: &str| {
        let from = place.saturating_sub(120);
        String::from_utf8_lossy(&text.as_bytes()[from..text.len().min(place + 120)]).into_owned()
    };
    Err(format!(
        "dos exploraciones dan informes distintos desde el byte {place}:\n1.ª …{}…\n2.ª …{}…",
        around(&first),
        around(&second)
    ))
}

fn timeless_json(report: &Report) -> String {
    let mut report = report.clone();
    report.elapsed = Duration::ZERO;
    report.to_json().to_string()
}
