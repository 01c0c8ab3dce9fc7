//! Lo que se lee en la terminal cuando todo está calificado, en 80 columnas.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use calificador::assignment::{Assignment, Decimal, Exact};
use calificador::model::Code;
use calificador::report::{Class, Stats, Written, visible};
use calificador::run::{Part, Tally};
use castellano::plural;
use textwrap::{Options, fill};

/// Columnas de una terminal corriente.
const WIDTH: usize = 80;
/// Lo que ocupa el nombre de un veredicto.
const CODE: usize = 14;
/// Entregas por mirar a mano que se enseñan: en el resumen están todas.
const MAX_BY_HAND: usize = 10;

/// El resumen de una clase.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn of_class(class: &Class, tally: &Tally, written: &Written, place: &Path) -> Result<String> {
    let stats = Stats::of(class)?;
    let mut text = format!("\n{}\n\n", shown(&class.assignment.title));
    text += &verdicts(&class.manifest.steps, &stats);
    text += &format!("\n{}\n", wrapped("", &marks(class.assignment, &stats)));
    for caveat in &stats.caveats {
        text += &format!("\n{}\n", wrapped("", caveat.meaning()));
    }
    text += &by_hand(&tally.by_hand);
    let notices: Vec<&str> = written.notices.iter().map(String::as_str).collect();
    text += &list("Para que lo sepas:", &notices);
    text += &files(written, place);
    Ok(text)
}

/// Lo que se dice cuando no hay informes porque falta gente.
pub fn unfinished(pending: usize) -> String {
    let works = plural(pending, "trabajo", "trabajos");
    wrapped(
        "",
        &format!(
            "Quedan {works} por calificar, así que todavía no hay informes. Repite la orden sin \
             --solo para calificarlos; o pide --parcial, y los informes dirán en su nombre que lo \
             son."
        ),
    )
}

/// Lo que se dice al acabar una parte.
pub fn of_part(part: Part, place: &Path, root: &Path) -> String {
    format!(
        "La {part} está en {}.\nCuando estén todas: taller reunir {}\n",
        place.display(),
        root.display()
    )
}

/// Lo que se ha hecho esta vez: de `all` trabajos, `done` en `elapsed`.
pub fn effort(done: usize, all: usize, elapsed: Duration) -> String {
    let works = |count| plural(count, "trabajo", "trabajos");
    let before = match all - done {
        0 => String::new(),
        1 => " Otro ya lo estaba.".to_owned(),
        count => format!(" Otros {count} ya lo estaban."),
    };
    if done == 0 {
        return format!("Nada que calificar: de {} ya hay veredicto.", works(all));
    }
    let seconds = elapsed.as_secs_f64();
    let time = match seconds {
        0.0..10.0 => format!("{seconds:.1}").replace('.', ","),
        _ => format!("{seconds:.0}"),
    };
    let verb = if done == 1 {
        "Calificado"
    } else {
        "Calificados"
    };
    format!("{verb} {} en {time} s.{before}", works(done))
}

/// Una tabla: un veredicto por fila y un paso por columna, en tantos bloques como haga
/// falta para que quepa.
fn verdicts(steps: &[String], stats: &Stats) -> String {
    let column = |step: &String| step.chars().count().max(4) + 2;
    let widest = steps.iter().map(column).max().unwrap_or(0).max(1);
    let mut text = String::new();
    for block in steps.chunks(((WIDTH - CODE) / widest).max(1)) {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = write!(text, "{:CODE$}", "");
        for step in block {
            let _ = write!(text, "{step:>widest$}");
        }
        text.push('\n');
        for code in Code::ALL {
            let count = |step: &String| stats.codes.get(&(step.clone(), code)).copied();
            if block.iter().all(|step| count(step).is_none()) {
                continue;
            }
            let _ = write!(text, "{:CODE$}", code.name());
            for step in block {
                let number = count(step).map_or("·".to_owned(), |count| count.to_string());
                let _ = write!(text, "{number:>widest$}");
            }
            text.push('\n');
        }
    }
    text
}

fn marks(assignment: &Assignment, stats: &Stats) -> String {
    let people = plural(stats.rows.len(), "persona", "personas");
    let mut told = vec![format!("{people}, entregan {}", stats.delivered())];
    if let Some((mean, median)) = stats.center() {
        let write = |value: &Exact| {
            let places = assignment.scale.places.max(1);
            assignment.point.write(Decimal::rounded(value, places))
        };
        told.push(format!("aprueban {}", stats.passing(assignment)));
        told.push(format!("nota media {}", write(&mean)));
        told.push(format!("mediana {}", write(&median)));
    }
    told.join(" · ")
}

fn by_hand(all: &[(String, String)]) -> String {
    let mut lines: Vec<String> = all
        .iter()
        .take(MAX_BY_HAND)
        .map(|(who, why)| format!("{}: {}", shown(who), shown(why)))
        .collect();
    if all.len() > MAX_BY_HAND {
        lines.push(format!("y {} más", all.len() - MAX_BY_HAND));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    list("Sin nota, y para mirar a mano:", &lines)
}

fn list(title: &str, lines: &[&str]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{title}\n");
    for line in lines {
        let _ = writeln!(text, "{}", wrapped("- ", line));
    }
    text
}

fn files(written: &Written, place: &Path) -> String {
    let mut text = format!("\nInformes en {}:\n", place.display());
    let each = if place.join(PEOPLE).is_dir() {
        Some(format!("{PEOPLE}/"))
    } else {
        None
    };
    let names = written
        .files
        .iter()
        .filter_map(|path| path.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    for name in names.chain(each) {
        let _ = match purpose(&name) {
            Some(purpose) => writeln!(text, "  {name:26}{purpose}"),
            None => writeln!(text, "  {name}"),
        };
    }
    text
}

/// La carpeta de las páginas de cada persona.
const PEOPLE: &str = "estudiantes";

/// Para qué es cada archivo.
fn purpose(name: &str) -> Option<&'static str> {
    let stem = name.split(['.', '/']).next()?;
    Some(match stem.strip_suffix("-parcial").unwrap_or(stem) {
        "resumen" => "la clase de un vistazo: ábrelo en el navegador",
        PEOPLE => "una página para cada persona",
        "notas" if name.ends_with(".csv") => "para una hoja de cálculo",
        "notas" => "para otros programas",
        "tiempos" => "lo que tardó cada trabajo",
        "moodle-hoja" => "tu hoja de Moodle, rellenada: súbela a la tarea",
        "moodle-calificador" => "para importar desde el calificador de Moodle",
        "junit" => "para integración continua",
        _ => return None,
    })
}

/// Un texto ajeno, sin nada que una terminal pueda obedecer.
fn shown(text: &str) -> String {
    visible(text).replace('\n', " ")
}

fn wrapped(bullet: &str, text: &str) -> String {
    let rest = " ".repeat(bullet.len());
    let options = Options::new(WIDTH)
        .initial_indent(bullet)
        .subsequent_indent(&rest);
    fill(text, options)
}
