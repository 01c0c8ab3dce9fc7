//! Los muestrarios, examinados de verdad: un caso por archivo.
//!
//! - **ataques** (`ataques/`): ninguno está BIEN, cada uno se lleva su código, nada de
//!   lo que hay fuera cambia ni se lee, no queda ningún proceso, y la entrega honrada
//!   que va detrás está BIEN;
//! - **raros** (`raros/`): respuestas que nadie esperaba y que están BIEN;
//! - **cruces**: un ataque y una entrega honrada a la vez, en los dos sentidos.
//!
//! Con `ATAQUES_TABLA=1` se imprime al final lo que tardó cada caso.

mod corral;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use calificador::cage::Protections;
use calificador::model::Code;
use corral::corpus::{self, Specimen};
use corral::ring::{Examined, Ring, WORKERS, describe};
use corral::yard::{SECRET_VARIABLE, Yard};
use libtest_mimic::{Arguments, Failed, Trial};

/// Los ataques que gastan lo que es de todos: procesos, memoria, disco, procesador.
const HOGS: [&str; 6] = [
    "ejecutar/bomba_escondida",
    "ejecutar/memoria_anonima",
    "ejecutar/memoria_en_los_hijos",
    "ejecutar/llena_el_disco",
    "ejecutar/gira_en_los_hijos",
    "ejecutar/salida_sin_fin",
];

/// Ataques que tiene que haber, como poco.
const ATTACKS: usize = 45;
/// Raros que tiene que haber, como poco.
const ODDITIES: usize = 15;

/// Un caso y lo que se tardó.
type Figures = Arc<Mutex<Vec<(String, Code, Duration)>>>;

fn main() -> ExitCode {
    // SEGURIDAD: todavía no hay más hilos.
    unsafe { std::env::set_var(SECRET_VARIABLE, format!("secreto-{}", std::process::id())) };
    let mut args = Arguments::from_args();
    args.test_threads = Some(args.test_threads.unwrap_or(WORKERS).min(WORKERS));
    let ring: Arc<OnceLock<Ring>> = Arc::default();
    let figures = Figures::default();
    let trials = trials(&ring, &figures);
    let listing = args.list;
    let mut conclusion = libtest_mimic::run(&args, trials).exit_code();
    if listing {
        return conclusion;
    }
    if std::env::var_os("ATAQUES_TABLA").is_some() {
        table(&figures);
    }
    for process in ring.get().map(Ring::left_behind).unwrap_or_default() {
        eprintln!("Al terminar, {process}");
        conclusion = ExitCode::from(101);
    }
    conclusion
}

fn trials(ring: &Arc<OnceLock<Ring>>, figures: &Figures) -> Vec<Trial> {
    let (attacks, oddities) = (corpus::attacks(), corpus::oddities());
    let enough = attacks.len() >= ATTACKS && oddities.len() >= ODDITIES;
    let counts = format!("hay {} ataques y {} raros", attacks.len(), oddities.len());
    let mut trials = vec![
        Trial::test("las_cabeceras_son_estrictas", || {
            corpus::headers_are_strict().map_err(Failed::from)
        }),
        Trial::test("hay_bastantes", move || {
            if enough { Ok(()) } else { Err(counts.into()) }
        }),
    ];
    let hogs: Vec<Specimen> = attacks
        .iter()
        .flatten()
        .filter(|attack| HOGS.contains(&&*attack.name))
        .cloned()
        .collect();
    for specimen in attacks.into_iter().chain(oddities) {
        let (ring, figures) = (Arc::clone(ring), Arc::clone(figures));
        let name = match &specimen {
            Ok(specimen) => specimen.name.clone(),
            Err(why) => why.clone(),
        };
        trials.push(Trial::test(name, move || {
            let specimen = specimen?;
            let examined = open(&ring).try_case(&specimen)?;
            note(&figures, &specimen.name, &examined);
            Ok(())
        }));
    }
    for hog in hogs {
        let ring = Arc::clone(ring);
        let name = hog.name.replace("ejecutar/", "cruce/");
        trials.push(Trial::test(name, move || Ok(crossed(open(&ring), &hog)?)));
    }
    trials
}

fn open(ring: &OnceLock<Ring>) -> &Ring {
    ring.get_or_init(|| Ring::new(Protections::default()))
}

/// Un ataque con un trabajador mientras el otro examina entregas honradas: ni uno las
/// estropea, ni ellas a él.
fn crossed(ring: &Ring, hog: &Specimen) -> Result<(), String> {
    let workers = ring.workers(2);
    for attacker in 0..2 {
        let yard = Yard::new();
        let source = hog.source(&yard.names(&hog.step, &attacker.to_string(), "otra"));
        let honest = std::thread::scope(|scope| {
            let attack =
                scope.spawn(|| ring.examine(&hog.step, &source, workers.nth(attacker)));
            let mut honest = Vec::new();
            while honest.is_empty() || !attack.is_finished() {
                let step = corral::ring::STEPS[honest.len() % 5];
                let text = ring.honest(step);
                honest.push(ring.examine(step, &text, workers.nth(1 - attacker)));
            }
            let attack = attack.join().expect("un examen no entra en pánico");
            if hog.codes.contains(&attack.grade.code) {
                Ok(honest)
            } else {
                Err(format!("el ataque es {}", describe(&attack.grade)))
            }
        })?;
        if let Some(hurt) = honest.iter().find(|honest| honest.grade.code != Code::Good) {
            return Err(format!("una entrega honrada es {}", describe(&hurt.grade)));
        }
    }
    Ok(())
}

fn note(figures: &Figures, name: &str, examined: &Examined) {
    let mut figures = figures.lock().expect("nadie lo deja a medias");
    figures.push((name.to_owned(), examined.grade.code, examined.elapsed));
}

fn table(figures: &Figures) {
    let mut figures = figures.lock().expect("nadie lo deja a medias");
    figures.sort_by_key(|(_, _, elapsed)| std::cmp::Reverse(*elapsed));
    for (name, code, elapsed) in figures.iter() {
        println!("{name:40} {code:12} {:>8.2} s", elapsed.as_secs_f64());
    }
    let total: Duration = figures.iter().map(|(_, _, elapsed)| elapsed).sum();
    println!("{} casos, {:.0} s de examen", figures.len(), total.as_secs_f64());
}
