//! Explorar un programa del libro, y grabar o comparar lo que se vio.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use explorador::picture::{Detail, TextStyle, steps, summary, svg, text};
use explorador::{Explorer, Program, Report, ScheduleId};

use crate::comun::compile;
use crate::environment;

/// El archivo que dice dónde se grabó.
const ENVIRONMENT: &str = "entorno.txt";
/// Lo que cabe a lo ancho en una página del libro.
const BOOK_COLUMNS: usize = 70;

/// Explora `c/NAME.c` por todos sus órdenes.
pub fn explore(name: &str) -> Report {
    run(name, &[], |explorer| explorer)
}

/// Lo mismo, provocando un fallo.
pub fn explore_with_fault(name: &str, fault: &str) -> Report {
    let fault = fault.parse().expect("el fallo está bien escrito");
    run(name, &[], |explorer| explorer.fault(fault))
}

/// Lo mismo, quitando el turno `bound` veces como mucho.
pub fn explore_bounded(name: &str, bound: usize) -> Report {
    run(name, &[], |explorer| explorer.preemption_bound(bound))
}

/// Lo mismo, pero sin saltarse los órdenes que dan igual.
pub fn explore_all_orders(name: &str, args: &[&str]) -> Report {
    run(name, args, Explorer::brute_force)
}

fn run(name: &str, args: &[&str], setup: impl FnOnce(Explorer) -> Explorer) -> Report {
    let binary = compiled_once(name);
    let folder = binary.parent().expect("el ejecutable está en una carpeta");
    let file = binary
        .file_name()
        .expect("y tiene nombre")
        .to_string_lossy();
    // Por su nombre, y no por su ruta: lo que se graba no depende de en qué
    // carpeta esté el taller.
    let program = Program::new(format!("./{file}"))
        .current_dir(folder)
        .args(args);
    let mut report = setup(Explorer::new(program))
        .explore()
        .unwrap_or_else(|error| panic!("no se puede explorar {name}: {error}"));
    report.program[0] = format!("./{name}");
    report
}

/// Varias pruebas exploran el mismo programa a la vez, y no se puede volver a
/// escribir un ejecutable que está en marcha.
fn compiled_once(name: &str) -> PathBuf {
    static COMPILED: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().expect("ningún programa dejó de compilar");
    compiled
        .entry(name.to_owned())
        .or_insert_with(|| compile(name, "exploracion"))
        .clone()
}

/// Compara el informe con la grabación `name`, o la graba si la variable
/// `REGENERAR` vale 1. `endings` da nombre a los dibujos de cada final.
pub fn check(name: &str, report: &Report, endings: &[String]) {
    let mut files = render_endings(name, report, endings);
    files.insert(format!("{name}.json"), format!("{}\n", report.to_json()));
    files.insert(format!("{name}.pasos.json"), step_by_step(report));
    files.insert(format!("{name}.txt"), summary(report));
    check_files(name, &files);
}

/// Lo mismo, solo con el resumen.
pub fn check_summary(name: &str, report: &Report) {
    check_files(
        name,
        &BTreeMap::from([(format!("{name}.txt"), summary(report))]),
    );
}

fn check_files(name: &str, files: &BTreeMap<String, String>) {
    let here = environment::describe();
    if std::env::var_os("REGENERAR").is_some_and(|value| value == "1") {
        record(name, files, &here);
        return;
    }
    let recorded = read(ENVIRONMENT);
    if recorded == here {
        compare(name, files);
    } else {
        // Sin `eprintln!`, que `cargo test` se calla en las pruebas que pasan.
        let _ = writeln!(
            std::io::stderr(),
            "exploraciones: de «{name}» se han comprobado los finales, pero no que los dibujos \
             sean idénticos a los del libro, porque se grabaron en otro entorno.\n\
             Se grabaron con:\n{recorded}Y aquí hay:\n{here}"
        );
    }
}

/// De cada final, dos dibujos y la orden que lo repite.
fn render_endings(name: &str, report: &Report, endings: &[String]) -> BTreeMap<String, String> {
    assert_eq!(report.outcomes.len(), endings.len());
    let style = TextStyle {
        width: BOOK_COLUMNS,
        color: false,
        detail: Detail::Essential,
    };
    let mut files = BTreeMap::new();
    for (ending, outcome) in endings.iter().zip(&report.outcomes) {
        files.insert(format!("{name}-{ending}.txt"), text(outcome, &style));
        files.insert(format!("{name}-{ending}.svg"), svg(outcome));
        let order = replay_order(&outcome.schedule, &report.program);
        files.insert(format!("{name}-{ending}.orden"), format!("$ {order}\n"));
    }
    files
}

/// La orden del taller que repite un plan, como se teclea.
fn replay_order(plan: &ScheduleId, program: &[String]) -> String {
    let plan = plan.to_string();
    let typed_as_is = |c: char| c.is_ascii_alphanumeric() || "-+:=".contains(c);
    let plan = if plan.chars().all(typed_as_is) {
        plan
    } else {
        format!("'{plan}'")
    };
    format!(
        "cargo run -- explorar --plan {plan} -- {}",
        program.join(" ")
    )
}

/// Todos los finales, para recorrerlos en la página. Va dentro de un `<script>`: nada
/// de lo que muestre un programa puede cerrarlo.
fn step_by_step(report: &Report) -> String {
    let data = steps(report, |outcome| {
        replay_order(&outcome.schedule, &report.program)
    });
    format!("{}\n", data.to_string().replace('<', "\\u003c"))
}

fn compare(name: &str, files: &BTreeMap<String, String>) {
    let expected: BTreeSet<String> = files.keys().cloned().collect();
    assert_eq!(recorded_files(name), expected, "archivos de «{name}»");
    for (file, fresh) in files {
        assert_eq!(
            without_time(&read(file)),
            without_time(fresh),
            "{file} ya no es lo que el explorador dice. Si el cambio es bueno, mira los dibujos \
             después de grabarlos: REGENERAR=1 cargo test -p programas --test exploraciones"
        );
    }
}

fn record(name: &str, files: &BTreeMap<String, String>, here: &str) {
    fs::create_dir_all(folder()).expect("se puede crear la carpeta de las grabaciones");
    for stale in recorded_files(name) {
        if !files.contains_key(&stale) {
            fs::remove_file(folder().join(stale)).expect("se puede borrar lo que sobra");
        }
    }
    for (file, fresh) in files {
        // Si solo cambia lo que se tardó, no hay nada nuevo que guardar.
        let kept = fs::read_to_string(folder().join(file)).unwrap_or_default();
        if without_time(&kept) != without_time(fresh) {
            write(file, fresh);
        }
    }
    write(ENVIRONMENT, here);
}

/// Lo que hay grabado de `name`.
fn recorded_files(name: &str) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder()) else {
        return BTreeSet::new();
    };
    entries
        .map(|entry| entry.expect("se puede leer la carpeta").file_name())
        .map(|file| file.to_string_lossy().into_owned())
        .filter(|file| {
            let rest = file.strip_prefix(name).unwrap_or_default();
            rest.starts_with(['.', '-'])
        })
        .collect()
}

/// Entero o nada: quien construye el libro a la vez no ve un archivo a medias.
fn write(file: &str, content: &str) {
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    let draft = folder().join(format!(".{file}-{}-{thread}", std::process::id()));
    let done = fs::write(&draft, content).and_then(|()| fs::rename(&draft, folder().join(file)));
    done.unwrap_or_else(|error| panic!("no se pudo guardar {file}: {error}"));
}

fn read(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|error| {
        panic!(
            "falta book/exploraciones/{file} ({error}). Se graba con \
             REGENERAR=1 cargo test -p programas --test exploraciones"
        )
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/exploraciones")
}

/// El texto sin lo que se tardó, que es lo único que cambia de una vez a otra:
/// la primera línea del resumen y un campo del informe.
fn without_time(text: &str) -> String {
    let (before, after) = match text.split_once("\"elapsed_ms\":") {
        Some((before, rest)) => (before, rest.trim_start_matches(is_number)),
        None => match text.split_once(" en ") {
            Some((before, rest)) if is_summary(before) => {
                (before, rest.split_once(':').map_or(rest, |(_, rest)| rest))
            }
            _ => return text.to_owned(),
        },
    };
    format!("{before}…{after}")
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || c == ' '
}

/// «6 planes probados», «1 plan probado».
fn is_summary(start: &str) -> bool {
    start.ends_with(" probado") || start.ends_with(" probados")
}

#[test]
fn solo_el_tiempo_se_pasa_por_alto() {
    let fast = "6 planes probados en 25 ms: 4 finales distintos.\nTodos en orden: sí.\n";
    let slow = "6 planes probados en 1,2 s: 4 finales distintos.\nTodos en orden: sí.\n";
    let other = "7 planes probados en 25 ms: 4 finales distintos.\nTodos en orden: sí.\n";
    assert_eq!(without_time(fast), without_time(slow));
    assert_ne!(without_time(fast), without_time(other));

    let fast = "{\"schedules\":6,\"elapsed_ms\":20.5,\"outcomes\":[]}";
    let slow = "{\"schedules\":6,\"elapsed_ms\":1200.125,\"outcomes\":[]}";
    let other = "{\"schedules\":6,\"elapsed_ms\":20.5,\"outcomes\":[1]}";
    assert_eq!(without_time(fast), without_time(slow));
    assert_ne!(without_time(fast), without_time(other));

    let picture = "● write \"listo en 3 pasos: ya\" en la salida";
    assert_eq!(without_time(picture), picture);
}
