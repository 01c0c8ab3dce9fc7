//! `taller calificar`: de la descarga a los informes.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result};
use calificador::assignment::Assignment;
use calificador::examine::{self, BoxedExaminer};
use calificador::intake::Request;
use calificador::journal::Bench;
use calificador::model::Examiner;
use calificador::report::check_worksheet;
use calificador::run::{Crew, Ended, Selection, Session, WorkFolder};
use castellano::plural;

use super::options::Calificar;
use super::order::Order;
use super::progress::Progress;
use super::reports::Wanted;
use super::{summary, tell};
use crate::outcome::Ending;
use crate::review::Stop;

/// Califica la clase y escribe los informes.
///
/// # Errores
/// Si algo de lo pedido no existe, no hay caja o no se puede escribir; o, con su código,
/// si se pidió parar o queda algo por mirar.
pub fn run(options: &Calificar) -> Result<()> {
    let order = Order::read(options)?;
    let stop = Stop::listen()?;
    // Antes que nada: dos a la vez en la misma carpeta sería trabajar para nada.
    let folder = WorkFolder::open(&order.output, options.parte)?;
    let progress = Progress::start();
    if options.sin_caja {
        progress.say(
            "Sin caja: las entregas se ejecutan con tus permisos. Hazlo solo con archivos tuyos.",
        );
    }
    if let Some(sheet) = &order.worksheet {
        warn_of_worksheet(sheet, &order.assignment, &progress)?;
    }
    let examiner = prepare(&order, options, &progress);
    if stop.requested() {
        return Err(Ending::interrupted().into());
    }
    let examiner = examiner?;
    progress.stage("Leyendo las entregas…");
    let mut session = admit(&order, folder, &examiner, !options.sin_caja)?;
    warn_of_extensions(&order, &session, &progress);

    let start = Instant::now();
    let selection = Selection {
        part: options.parte,
        only: options.solo.clone(),
        again: options.otra_vez,
    };
    let works = session.pending(&selection).map_err(|word| nobody(&word))?;
    let crew = Crew {
        examiner: &examiner,
        workers: workers(options),
        stop: stop.flag(),
        progress: &progress,
    };
    let ended = crew.grade(&works, &mut session.journal)?;
    progress.clear();
    if ended == Ended::Stopped {
        return Err(Ending::stopped(
            "interrumpido antes de terminar. Lo calificado está a salvo: repite la misma orden y \
             seguirá donde estaba",
        )
        .into());
    }
    let asked = Selection {
        again: true,
        ..selection
    };
    let all = session.pending(&asked).map_err(|word| nobody(&word))?.len();
    let told = summary::effort(works.len(), all, start.elapsed());
    tell(&format!("{told}\n"));
    finish(&order, options, &session)
}

/// Compila lo que no cambia y comprueba la caja.
fn prepare(order: &Order, options: &Calificar, progress: &Progress) -> Result<BoxedExaminer> {
    progress.stage("Compilando el curso…");
    let wanted = examine::Options {
        boxed: !options.sin_caja,
        workers: workers(options),
        ..examine::Options::default()
    };
    examine::prepare(&order.workbook.root, &order.steps(), wanted, &|name| {
        progress.stage(&format!("Compilando el curso: {name}"));
    })
}

/// Cuántas entregas a la vez.
fn workers(options: &Calificar) -> usize {
    let processors = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    options.trabajadores.map_or_else(processors, usize::from)
}

/// Lee las entregas y escribe el manifiesto.
fn admit(
    order: &Order,
    folder: WorkFolder,
    examiner: &BoxedExaminer,
    boxed: bool,
) -> Result<Session> {
    let steps = order.steps();
    let request = Request {
        input: &order.input,
        steps: &order.workbook.specs()?,
        assigned: &steps,
        roster: order.roster.as_ref(),
        due: &|entry| order.assignment.due_for(entry),
    };
    let bench = Bench {
        toolchain: examiner.toolchain().to_owned(),
        boxed,
    };
    let session = Session::admit(folder, &request, bench)?;
    let unknown = session.unknown_steps(examiner as &dyn Examiner);
    if unknown.is_empty() {
        return Ok(session);
    }
    Err(Ending::misuse(format!("no hay juez para {}", unknown.join(", "))).into())
}

/// Si la hoja no se va a poder rellenar. No impide calificar: con otra hoja, lo calificado
/// vale.
fn warn_of_worksheet(path: &Path, assignment: &Assignment, progress: &Progress) -> Result<()> {
    let bytes =
        fs::read(path).with_context(|| format!("no se puede leer la hoja {}", path.display()))?;
    if let Err(error) = check_worksheet(&bytes, assignment) {
        progress.say(&format!(
            "La hoja de Moodle no se va a poder rellenar: {error:#}. Se califica igual; cuando \
             tengas la buena, repite la orden con ella y no se calificará a nadie otra vez."
        ));
    }
    Ok(())
}

/// Las prórrogas que casi seguro están mal escritas.
fn warn_of_extensions(order: &Order, session: &Session, progress: &Progress) {
    let doubtful = order
        .assignment
        .doubtful_extensions(&session.manifest.entries);
    for (who, count) in doubtful {
        let why = match count {
            0 => "no es de nadie de la clase".to_owned(),
            _ => format!("podría ser de {}", plural(count, "persona", "personas")),
        };
        progress.say(&format!("La prórroga de «{who}» {why}: revisa la tarea."));
    }
}

fn nobody(word: &str) -> Ending {
    Ending::misuse(format!(
        "«{word}» no es nadie de la clase ni un paso de la tarea: con --solo se dice un número de \
         participante, un correo, un usuario, un nombre completo o un paso"
    ))
}

/// Los informes; o, si solo era una parte, lo que falta para tenerlos.
fn finish(order: &Order, options: &Calificar, session: &Session) -> Result<()> {
    let results = session.results();
    if let Some(part) = options.parte {
        let place = session.folder.root();
        tell(&summary::of_part(part, place, &order.output));
        return Ok(());
    }
    let wanted = Wanted {
        workbook: &order.workbook,
        assignment: &order.assignment,
        worksheet: order.worksheet.as_deref(),
        formats: &options.informes.formats(),
        even_partial: options.informes.parcial,
    };
    wanted.write(&session.folder, &results)
}
