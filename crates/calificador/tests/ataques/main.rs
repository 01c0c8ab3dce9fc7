//! Los muestrarios, examinados de verdad: un caso por archivo.
//!
//! - **ataques** (`ataques/`): ninguno está BIEN, cada uno se lleva su código, nada de
//!   lo que hay fuera cambia ni se lee, no queda ningún proceso, y la entrega honrada
//!   que va detrás está BIEN;
//! - **raros** (`raros/`): respuestas que nadie esperaba y que están BIEN;
//! - **cruces**: un ataque y entregas honradas a la vez, en los dos sentidos;
//! - **protecciones**: se quitan de una en una, y algún ataque lo nota;
//! - **muerte**: se mata al calificador a medias, y no queda nadie.
//!
//! Con `ATAQUES_TABLA=1` se imprime al final lo que tardó cada caso. Con `ATAQUES=aparte`
//! no se hace ninguno: es para quien ya los está haciendo a la vez en otro proceso, porque
//! son minutos de esperar plazos.

mod corpus;
mod crew;
mod killed;
mod removals;
mod ring;
mod yard;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use calificador::cage::Protections;
use calificador::model::Code;
use corpus::Specimen;
use crew::{Crew, WORKERS};
use libtest_mimic::{Arguments, Failed, Trial};
use ring::{Examined, Ring, describe};
use yard::{SECRET_VARIABLE, Yard};

/// Los ataques que gastan lo que es de todos: procesos, memoria, disco, procesador.
const HOGS: [&str; 6] = [
    "ejecutar/bomba_escondida",
    "ejecutar/memoria_anonima",
    "ejecutar/memoria_en_los_hijos",
    "ejecutar/llena_el_disco",
    "ejecutar/gira_en_los_hijos",
    "ejecutar/salida_sin_fin",
];

/// Lo que comparten los casos.
#[derive(Default)]
struct Arena {
    ring: OnceLock<Ring>,
    crew: OnceLock<Crew>,
    figures: Mutex<Vec<(String, Code, Duration)>>,
}

impl Arena {
    /// Se prepara con el primero que lo usa, una vez para todos.
    fn ring(&self) -> &Ring {
        self.ring
            .get_or_init(|| Ring::new(&ring::STEPS, Protections::default()))
    }

    fn crew(&self) -> &Crew {
        self.crew.get_or_init(Crew::new)
    }
}

fn main() -> ExitCode {
    // SEGURIDAD: todavía no hay más hilos.
    unsafe { std::env::set_var(SECRET_VARIABLE, format!("secreto-{}", std::process::id())) };
    if let Some(done) = killed::errand().or_else(removals::errand) {
        return done;
    }
    if std::env::var("ATAQUES").is_ok_and(|how| how == "aparte") {
        println!("Los ataques se examinan aparte.");
        return ExitCode::SUCCESS;
    }
    crew::adopt_orphans();
    let mut args = Arguments::from_args();
    args.test_threads = Some(args.test_threads.unwrap_or(WORKERS).min(WORKERS));
    let arena = Arc::new(Arena::default());
    let mut code = libtest_mimic::run(&args, trials(&arena)).exit_code();
    if args.list {
        return code;
    }
    if std::env::var_os("ATAQUES_TABLA").is_some() {
        table(&arena);
    }
    for process in crew::lasting() {
        eprintln!("Al terminar queda vivo {process:?}.");
        code = ExitCode::from(101);
    }
    code
}

fn trials(arena: &Arc<Arena>) -> Vec<Trial> {
    let (attacks, oddities) = (corpus::attacks(), corpus::oddities());
    let known: Vec<Specimen> = attacks.iter().flatten().cloned().collect();
    let mut trials: Vec<Trial> = HOGS
        .iter()
        .map(|name| {
            let hog = known.iter().find(|attack| attack.name == *name).cloned();
            trial(arena, &name.replace("ejecutar/", "cruce/"), move |arena| {
                crossed(arena, &hog.ok_or("ya no está ese ataque")?)
            })
        })
        .collect();
    for specimen in attacks.into_iter().chain(oddities) {
        let name = match &specimen {
            Ok(specimen) => specimen.name.clone(),
            Err(why) => why.clone(),
        };
        trials.push(trial(arena, &name, move |arena| {
            let specimen = specimen?;
            let examined = arena.ring().try_case(arena.crew(), &specimen)?;
            arena.note(&specimen.name, &examined);
            Ok(())
        }));
    }
    trials.extend(removals::names().map(|name| {
        trial(arena, &format!("protecciones/{name}"), move |arena| {
            let _worker = arena.crew().take(1);
            removals::try_without(name)
        })
    }));
    trials.push(trial(arena, "muerte/no_sobrevive_nadie", |arena| {
        killed::nobody_outlives_the_grader(arena.crew())
    }));
    trials
}

fn trial(
    arena: &Arc<Arena>,
    name: &str,
    run: impl FnOnce(&Arena) -> Result<(), String> + Send + 'static,
) -> Trial {
    let arena = Arc::clone(arena);
    Trial::test(name, move || run(&arena).map_err(Failed::from))
}

/// Un ataque con un trabajador mientras el otro examina entregas honradas: ni uno las
/// estropea, ni ellas a él.
fn crossed(arena: &Arena, hog: &Specimen) -> Result<(), String> {
    let (ring, workers) = (arena.ring(), arena.crew().take(2));
    for attacker in 0..2 {
        let yard = Yard::new();
        let source = hog.source(&yard.names(&hog.step, &attacker.to_string(), "otra"));
        let (attack, honest) = std::thread::scope(|scope| {
            let attack = scope.spawn(|| ring.examine(&hog.step, &source, workers.nth(attacker)));
            let mut honest = Vec::new();
            while honest.is_empty() || !attack.is_finished() {
                let step = ring::STEPS[honest.len() % ring::STEPS.len()];
                let text = ring.honest(step);
                honest.push(ring.examine(step, &text, workers.nth(1 - attacker)));
            }
            (attack.join().expect("un examen no entra en pánico"), honest)
        });
        if !hog.codes.contains(&attack.grade.code) {
            return Err(format!("el ataque es {}", describe(&attack.grade)));
        }
        if let Some(hurt) = honest.iter().find(|honest| honest.grade.code != Code::Good) {
            return Err(format!("una entrega honrada es {}", describe(&hurt.grade)));
        }
    }
    Ok(())
}

impl Arena {
    fn note(&self, name: &str, examined: &Examined) {
        let mut figures = self.figures.lock().expect("nadie lo deja a medias");
        figures.push((name.to_owned(), examined.grade.code, examined.elapsed));
    }
}

fn table(arena: &Arena) {
    let mut figures = arena.figures.lock().expect("nadie lo deja a medias");
    figures.sort_by_key(|(_, _, elapsed)| std::cmp::Reverse(*elapsed));
    for (name, code, elapsed) in figures.iter() {
        println!("{name:40} {code:12} {:>8.2} s", elapsed.as_secs_f64());
    }
    let total: Duration = figures.iter().map(|(_, _, elapsed)| *elapsed).sum();
    println!(
        "{} casos, {:.0} s de examen",
        figures.len(),
        total.as_secs_f64()
    );
}
