//! La galería: programas de una pantalla, correctos y rotos, cada uno con todos
//! los finales que puede tener escritos en su cabecera. Cada programa es un caso:
//!
//! - el explorador encuentra exactamente esos finales, ni uno más ni uno menos;
//! - en los pequeños, la fuerza bruta encuentra los mismos sin la reducción;
//! - dos exploraciones dan el mismo informe, byte a byte;
//! - cada plan testigo, escrito y vuelto a leer, reproduce su final.
//!
//! Un programa que todavía no sale se marca `// Pendiente: por qué`. Se cuenta, se
//! enseña, y en cuanto sale bien el caso falla, para que se quite la marca.
//!
//! Con `GALERIA_TABLA=1` se imprime al final lo que costó cada programa.

mod arnes;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use arnes::{Figures, Spec, table};
use libtest_mimic::{Arguments, Failed, Trial};

/// Cada exploración ocupa un procesador: más casos a la vez solo se estorban.
const MOST_THREADS: usize = 2;

fn main() -> ExitCode {
    let mut args = Arguments::from_args();
    args.test_threads = Some(args.test_threads.unwrap_or(MOST_THREADS).min(MOST_THREADS));

    let specs = arnes::read_gallery();
    let done = Arc::new(Mutex::new(Vec::new()));
    let mut trials = vec![
        Trial::test("la_galeria_esta_completa", {
            let specs = specs.clone();
            move || arnes::is_complete(&specs).map_err(Failed::from)
        }),
        Trial::test("las_cabeceras_son_estrictas", || {
            arnes::headers_are_strict().map_err(Failed::from)
        }),
    ];
    for (name, spec) in specs {
        let done = Arc::clone(&done);
        let kind = match &spec {
            Ok(spec) if spec.pending.is_some() => "pendiente",
            _ => "",
        };
        trials.push(Trial::test(name, move || run(spec, &done)).with_kind(kind));
    }
    let listing = args.list;
    let conclusion = libtest_mimic::run(&args, trials);
    if !listing {
        let figures = done.lock().expect("ningún caso deja el cerrojo roto");
        print!("{}", table::summary(&figures));
    }
    conclusion.exit_code()
}

fn run(spec: Result<Spec, String>, done: &Mutex<Vec<Figures>>) -> Result<(), Failed> {
    let spec = spec?;
    let figures = arnes::check(&spec);
    let verdict = match (&figures.problem, &spec.pending) {
        (Some(problem), None) => Err(problem.clone().into()),
        (None, Some(why)) => Err(format!(
            "este programa estaba pendiente («{why}») y ya sale bien: quita la línea «// Pendiente:» \
             de su cabecera"
        )
        .into()),
        _ => Ok(()),
    };
    done.lock()
        .expect("ningún caso deja el cerrojo roto")
        .push(figures);
    verdict
}
