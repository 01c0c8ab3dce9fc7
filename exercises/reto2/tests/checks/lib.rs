//! El juez del reto 2: varios hijos o ninguno, en todos los órdenes y con cada `fork`
//! rechazado.

use juez::process::End;
use juez::schedules::{Ending, Exit, Fault, Schedules};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "equipo",
            "En todos los órdenes, cada hijo hace su parte",
            2,
            team,
        )
        .check("lugar", "Cada PID, en el lugar de su hijo", 1, in_place)
        .check("nadie", "Sin hijos que crear, no crea ninguno", 1, nobody)
        .check(
            "ninguno",
            "Si un fork falla, no queda ninguno de los creados",
            3,
            none_left,
        )
        .check("error", "Devuelve el error de fork, a la primera", 2, error)
        .check("vecino", "No toca a los demás hijos", 1, neighbour)
}

/// Lo justo para que haya uno antes que otro; con más solo hay más órdenes.
const PAIR: [&str; 2] = ["--hijos", "2"];
/// Para rechazar tenemos tres: así el primero, uno de en medio y el último.
const TRIO: [&str; 2] = ["--hijos", "3"];

/// Si aún no hay nada escrito, lo dice.
fn written(bench: &Bench) -> CheckResult {
    // Sin hijos, nadie se puede quedar esperando.
    let run = bench.program().args(["--hijos", "0"]).run()?;
    bench.written(&run)
}

fn team(bench: &Bench) -> CheckResult {
    written(bench)?;
    let schedules = bench.all_schedules(&PAIR, None)?;
    let expected = bench.reference()?.args(PAIR).run()?.out();
    let crowded = |ending: &&Ending| ending.lanes() > FAMILY;
    if let Some(ending) = schedules.endings.iter().find(crowded) {
        return Err(ending.picture(too_many(ending)));
    }
    schedules.nobody_crashes()?;
    nobody_stuck(&schedules)?;
    let wrong = |ending: &&Ending| ending.stdout != expected || ending.exit != Exit::Code(0);
    if let Some(ending) = schedules.endings.iter().find(wrong) {
        return Err(chatter(&ending.stdout, &expected)
            .unwrap_or_else(|| ending.picture(other_team(ending, &expected))));
    }
    nobody_left(&schedules)
}

/// Los procesos de [`PAIR`]: el padre y dos hijos.
const FAMILY: usize = 3;

fn too_many(ending: &Ending) -> Failure {
    Failure::expected("Que al pedir dos hijos nacieran dos.")
        .happened(format!(
            "Nacieron {}.",
            castellano::plural(ending.lanes().saturating_sub(1), "proceso", "procesos")
        ))
        .cause(
            "El bucle da una vuelta de más, o un hijo no termina al acabar lo suyo y sigue \
             creando hermanos.",
        )
        .next(
            "De 0 a `count`, sin contar `count`; y que cada hijo termine ahí: `paso2::spawn` ya \
             lo hace.",
        )
}

fn nobody_stuck(schedules: &Schedules) -> CheckResult {
    let short = |ending: &Ending| ending.is_stuck() && ending.lanes() < FAMILY;
    let waits_too_soon = schedules.endings.iter().any(short);
    schedules.nobody_stuck().map_err(|failure| {
        if waits_too_soon {
            failure
                .cause("`spawn_all` espera a un hijo, y los hijos esperan a que estén todos.")
                .next("Crea a todos y vuelve: esperarlos es cosa de quien llama.")
        } else {
            failure
                .cause("Alguno recibe el número de otro: espera ante una puerta que no es suya.")
                .next("Al hijo `i`, el número `i`, y solo a él.")
        }
    })
}

fn other_team(ending: &Ending, expected: &str) -> Failure {
    let failure = Failure::expected(format!("En todos los órdenes:\n{}", quote(expected)))
        .happened(ending.shown());
    if ending.stderr.contains("waitpid: ECHILD") {
        return failure
            .cause("Se devuelve el PID de alguien que no es hijo, o a quien ya se recogió.")
            .next("Devuelve los PID que da `spawn`, sin esperar a ninguno.");
    }
    failure
        .cause("Nacen más hijos o menos, o alguno recibe el número de otro.")
        .next("Uno por cada número de 0 a `count`, sin contar `count`, y a cada cual el suyo.")
}

/// Todos los hijos, esperados: si queda alguno, es de más.
fn nobody_left(schedules: &Schedules) -> CheckResult {
    schedules.nobody_left().map_err(|failure| {
        failure
            .cause("Nacen más hijos que los que se devuelven, y a esos no los espera nadie.")
            .next("Crea `count` hijos y devuelve `count` PID.")
    })
}

/// Si con dos hijos hay un atasco, con cinco también: lo mismo, sin agotar un plazo.
fn settled(bench: &Bench) -> CheckResult {
    written(bench)?;
    bench.all_schedules(&PAIR, None)?.nobody_stuck()
}

fn in_place(bench: &Bench) -> CheckResult {
    settled(bench)?;
    let (actual, expected) = bench.run_both(&["--hijos", "5"]).or_else(|failure| {
        let run = bench.program().args(["--hijos", "5"]).run()?;
        if run.err().contains("no es el del hijo") {
            return Err(Failure::expected(
                "Que en el lugar 0 estuviera el PID del hijo 0, en el 1 el del 1…",
            )
            .happened(quote(&run.err()))
            .cause("Los PID se devuelven en otro orden, o a los hijos se les cambia el número.")
            .next("Guarda cada PID al final de la lista, según nacen."));
        }
        Err(failure)
    })?;
    if actual.out() == expected.out() {
        return Ok(());
    }
    Err(
        Failure::expected(format!("Con cinco hijos:\n{}", quote(&expected.out())))
            .happened(quote(&actual.out()))
            .cause("Nacen más hijos o menos, o alguno recibe el número de otro.")
            .next("Uno por cada número de 0 a `count`, sin contar `count`, y a cada cual el suyo."),
    )
}

fn nobody(bench: &Bench) -> CheckResult {
    let args = ["--hijos", "0"];
    written(bench)?;
    let (actual, expected) = bench.run_both(&args)?;
    bench.nobody_left(&actual)?;
    let failure = Failure::expected("Que con `count` a 0 se devolviera la lista vacía, sin fork.");
    if actual.out() != expected.out() {
        return Err(failure
            .happened(quote(&actual.out()))
            .cause("Se devuelve algún PID, aunque no se ha pedido ningún hijo.")
            .next("Con `count` a 0, el bucle no da ninguna vuelta."));
    }
    // Si no llama a fork, rechazarlo no cambia nada.
    let fault = Fault::errno("fork", 1, Errno::EAGAIN as i32);
    let schedules = bench.all_schedules(&args, Some(&fault))?;
    match schedules.endings.iter().find(|end| end.was_disturbed()) {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            failure
                .happened("Se llama a fork.")
                .cause("Se crea un hijo antes de mirar cuántos se piden.")
                .next("Con `count` a 0, el bucle no da ninguna vuelta."),
        )),
    }
}

/// Cada fork, rechazado por turno.
fn refused(bench: &Bench, args: &[&str], errno: Errno) -> Result<Vec<(usize, Schedules)>, Failure> {
    (1..=3)
        .map(|nth| {
            let fault = Fault::errno("fork", nth, errno as i32);
            Ok((nth, bench.all_schedules(args, Some(&fault))?))
        })
        .collect()
}

fn none_left(bench: &Bench) -> CheckResult {
    written(bench)?;
    // Si los hijos pueden no morir, mejor verlo después de lo más sencillo.
    for (args, stubborn) in [(&TRIO[..], false), (&["--hijos", "3", "--tercos"], true)] {
        for (nth, schedules) in refused(bench, args, Errno::EAGAIN)? {
            for ending in &schedules.endings {
                gone(ending, nth, stubborn)?;
            }
        }
    }
    Ok(())
}

fn gone(ending: &Ending, nth: usize, stubborn: bool) -> CheckResult {
    let failure = Failure::expected(format!(
        "Que al rechazarse el fork número {nth} no quedara ninguno de los hijos creados{}.",
        if stubborn {
            ", aunque ignoren SIGTERM"
        } else {
            ""
        }
    ));
    let before = nth.saturating_sub(1);
    if ending.is_stuck() {
        let happened = "Hay un orden en el que alguien se queda esperando para siempre: nadie \
                        le va a abrir la puerta.";
        let failure = failure.happened(happened);
        return Err(ending.picture(if stubborn {
            failure
                .cause("Se les pide que terminen con una señal que se puede ignorar.")
                .next("Hay una que no se puede ignorar: SIGKILL.")
        } else {
            failure
                .cause("A algún hijo no se le termina: se le espera sin más, o se le abandona.")
                .next("Primero termínalos a todos, con kill, y después recógelos.")
        }));
    }
    if let Exit::Signal(_) = ending.exit {
        return Err(ending.picture(
            failure
                .happened("La señal mató también al padre.")
                .cause("Se manda al grupo entero (kill con 0), y el padre está en él.")
                .next("Manda la señal a cada hijo, con su PID."),
        ));
    }
    if ending.zombies > 0 {
        return Err(ending.picture(
            failure
                .happened(format!(
                    "De {}, sin recoger: {}.",
                    castellano::plural(before, "hijo creado", "hijos creados"),
                    castellano::plural(ending.zombies, "zombi", "zombis")
                ))
                .cause("Se les termina, pero no se les espera; o no a todos.")
                .next("Después de matarlos, llama a `paso4::wait_for` con cada uno."),
        ));
    }
    if ending.children_left > 0 {
        return Err(ending.picture(
            failure
                .happened(format!(
                    "De {}, {} en marcha.",
                    castellano::plural(before, "hijo creado", "hijos creados"),
                    castellano::plural(ending.children_left, "sigue", "siguen")
                ))
                .cause("Se devuelve el error sin deshacer lo hecho.")
                .next("Antes de devolverlo, termina y recoge a los que ya habías creado."),
        ));
    }
    Ok(())
}

fn error(bench: &Bench) -> CheckResult {
    written(bench)?;
    for errno in [Errno::EAGAIN, Errno::ENOMEM] {
        let symbol = castellano::errno::symbol(errno);
        for (nth, schedules) in refused(bench, &TRIO, errno)? {
            let promise = format!(
                "Que al rechazarse el fork número {nth} ({symbol}) `spawn_all` devolviera ese error."
            );
            // Quien se queda atascado, o se mata, no llega a devolver nada: de eso habla otra.
            let returned = |ending: &&Ending| matches!(ending.exit, Exit::Code(_));
            for ending in schedules.endings.iter().filter(returned) {
                told(ending, &promise, &symbol)?;
            }
        }
    }
    Ok(())
}

/// Exige que el programa cuente el error de fork que se provocó.
fn told(ending: &Ending, promise: &str, symbol: &str) -> CheckResult {
    let failure = Failure::expected(promise).happened(ending.shown());
    if ending.panicked() {
        return Err(ending.picture(
            failure
                .cause("Un `panic!`: un `unwrap` o un `expect` con lo que devuelve fork.")
                .next("Devuelve el error de fork tal como llega."),
        ));
    }
    if ending.exit == Exit::Code(0) {
        return Err(ending.picture(
            failure
                .cause("Se insiste hasta que fork diga que sí, o se sigue con menos hijos.")
                .next("Al primer error, deshaz lo hecho y devuélvelo: quien llama decide."),
        ));
    }
    if ending.stderr.contains(&format!("fork: {symbol}")) {
        return Ok(());
    }
    Err(ending.picture(
        failure
            .cause("Se devuelve otro error: uno inventado, o el de deshacer lo hecho.")
            .next("Guarda el error de fork antes de deshacer nada, y devuelve ese."),
    ))
}

fn neighbour(bench: &Bench) -> CheckResult {
    let args = ["--hijos", "2", "--vecino"];
    written(bench)?;
    // El primer fork es el del vecino.
    let fault = Fault::errno("fork", 3, Errno::EAGAIN as i32);
    let schedules = bench.all_schedules(&args, Some(&fault))?;
    let touched = |ending: &&Ending| ending.stdout.contains("vecino") && !is_fine(&ending.stdout);
    let killed = |ending: &&Ending| matches!(ending.exit, Exit::Signal(_));
    let hurt = |ending: &&Ending| touched(ending) || killed(ending);
    if let Some(ending) = schedules.endings.iter().find(hurt) {
        return Err(ending.picture(
            Failure::expected(
                "Que después del error el otro hijo de quien llama estuviera sin matar y sin recoger.",
            )
            .happened(if killed(&ending) {
                "La señal mató a todo el grupo, con el padre y el vecino.".to_owned()
            } else {
                quote(&ending.stdout)
            })
            .cause(
                "Se espera a cualquier hijo (−1) o se manda la señal al grupo (0), y le toca a \
                 quien no es de la cuadrilla.",
            )
            .next("Mata y recoge por su PID solo a los hijos que has creado tú."),
        ));
    }
    // Y si todo va bien, tampoco. Si se atasca, ya lo dice otra.
    if settled(bench).is_err() {
        return Ok(());
    }
    let run = bench.program().args(args).run()?;
    if run.end == End::Exited(0) && !is_fine(&run.out()) {
        return Err(Failure::expected(
            "Que el otro hijo de quien llama estuviera sin matar y sin recoger.",
        )
        .happened(quote(&run.out()))
        .cause("Se espera a cualquier hijo, o se mata al grupo entero.")
        .next("`spawn_all` solo trata con los hijos que crea."));
    }
    Ok(())
}

fn is_fine(stdout: &str) -> bool {
    stdout.contains("El vecino acabó bien")
}
