//! Lo que se lee en la terminal cuando todo está calificado, en 80 columnas.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use calificador::assignment::{Assignment, Decimal, Exact};
use calificador::model::Code;
use calificador::report::{Class, Stats, Written};
use calificador::run::{Part, Tally};
use castellano::plural;
use castellano::visible::visible;
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
    let notices: Vec<String> = written.notices.iter().map(|text| shown(text)).collect();
    let notices: Vec<&str> = notices.iter().map(String::as_str).collect();
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
    let delivered = plural(stats.delivered(), "entrega", "entregan");
    let mut told = vec![format!("{people}, {delivered}")];
    if let Some((mean, median)) = stats.center() {
        let write = |value: &Exact| {
            let places = assignment.scale.places.max(1);
            assignment.point.write(Decimal::rounded(value, places))
        };
        told.push(plural(stats.passing(assignment), "aprueba", "aprueban"));
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
    let each = EACH_PERSON
        .iter()
        .flat_map(|name| [(*name).to_owned(), format!("{name}-parcial")])
        .filter(|name| place.join(name).is_dir())
        .map(|name| name + "/");
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

/// Las carpetas con un archivo por persona.
const EACH_PERSON: [&str; 4] = ["estudiantes", "gradescope", "classroom", "vpl"];

/// Para qué es cada archivo.
fn purpose(name: &str) -> Option<&'static str> {
    let (stem, extension) = name.split_once(['.', '/'])?;
    let stem = stem.strip_suffix("-parcial").unwrap_or(stem);
    Some(match (stem, extension) {
        ("resumen", _) => "la clase de un vistazo: ábrelo en el navegador",
        ("estudiantes", _) => "una página para cada persona",
        ("gradescope", _) => "un results.json de Gradescope por persona",
        ("classroom", _) => "para GitHub Classroom, por persona",
        ("vpl", _) => "para VPL de Moodle, por persona",
        ("notas", "csv") => "para una hoja de cálculo",
        ("notas", _) => "para otros programas",
        ("tiempos", _) => "lo que tardó cada trabajo",
        ("moodle-hoja", _) => "tu hoja de Moodle, rellenada: súbela a la tarea",
        ("moodle-calificador", _) => "para importar desde el calificador de Moodle",
        ("junit", _) => "para integración continua",
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn stats(codes: &[(&str, Code, usize)]) -> Stats<'static> {
        Stats {
            rows: Vec::new(),
            codes: codes
                .iter()
                .map(|(step, code, count)| (((*step).to_owned(), *code), *count))
                .collect::<BTreeMap<_, _>>(),
            checks: Vec::new(),
            caveats: Vec::new(),
        }
    }

    #[test]
    fn la_tabla_dice_cuantos_hay_de_cada_cosa_en_cada_paso() {
        let steps = ["paso3".to_owned(), "paso4".to_owned()];
        let counted = stats(&[
            ("paso3", Code::Good, 12),
            ("paso4", Code::Good, 9),
            ("paso4", Code::Infra, 1),
        ]);

        assert_eq!(
            verdicts(&steps, &counted),
            "                paso3  paso4\n\
             BIEN               12      9\n\
             INFRA               ·      1\n"
        );
    }

    #[test]
    fn con_muchos_pasos_la_tabla_sigue_en_sus_columnas() {
        let steps: Vec<String> = (1..=30).map(|number| format!("paso{number}")).collect();
        let one = ("paso30", Code::Good, 1);

        let table = verdicts(&steps, &stats(&[one]));

        assert!(
            table.lines().all(|line| line.chars().count() <= WIDTH),
            "{table}"
        );
        assert!(table.contains("paso30"));
    }

    #[test]
    fn se_nombran_tambien_las_carpetas_con_un_archivo_por_persona() {
        let place = tempfile::tempdir().unwrap();
        for name in ["estudiantes", "gradescope", "classroom-parcial", "vpl"] {
            std::fs::create_dir(place.path().join(name)).unwrap();
        }

        let told = files(&Written::default(), place.path());

        let named: Vec<&str> = told
            .lines()
            .skip(2)
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(
            named,
            ["estudiantes/", "gradescope/", "classroom-parcial/", "vpl/"]
        );
        assert!(
            told.lines().skip(2).all(|line| line.contains(" persona")),
            "{told}"
        );
    }

    #[test]
    fn lo_hecho_esta_vez_se_cuenta_con_sus_singulares() {
        let told = |done, all, seconds| effort(done, all, Duration::from_secs_f64(seconds));

        assert_eq!(told(1, 1, 0.25), "Calificado 1 trabajo en 0,2 s.");
        assert_eq!(
            told(30, 31, 61.4),
            "Calificados 30 trabajos en 61 s. Otro ya lo estaba."
        );
        assert_eq!(
            told(0, 31, 0.0),
            "Nada que calificar: de 31 trabajos ya hay veredicto."
        );
    }

    #[test]
    fn muchas_entregas_que_mirar_se_resumen_y_sus_letras_no_mandan() {
        let one = |number| (format!("Ana\u{1b}[31m {number}"), "no cabe".to_owned());
        let all: Vec<(String, String)> = (1..=12).map(one).collect();

        let told = by_hand(&all);

        assert!(told.contains("- Ana␛[31m 1: no cabe\n"), "{told}");
        assert!(told.ends_with("- y 2 más\n"), "{told}");
        assert_eq!(by_hand(&[]), "");
    }
}
