//! El juez del reto 4: un productor y un consumidor, en todos los órdenes.

use juez::process::End;
use juez::schedules::{Ending, Exit, Fault, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .preempting_at_most(PREEMPTIONS)
        .check(
            "mensaje",
            "Con hasta dos expropiaciones, llegan todos y en fila",
            3,
            whole_message,
        )
        .check(
            "bloqueo",
            "Con hasta dos, nadie se queda esperando",
            2,
            nobody_stuck,
        )
        .check(
            "huecos",
            "Caben tantos como huecos, y ni uno más",
            2,
            exact_room,
        )
        .check("vueltas", "No pierde la cuenta al dar la vuelta", 1, laps)
        .check("vecinos", "No toca más bytes que los suyos", 1, neighbours)
        .check("eintr", "Una señal no corta ninguna espera", 1, interrupted)
}

/// Dos semáforos tienen muchísimos órdenes. Los fallos de un búfer se ven con una
/// expropiación o con dos: entre esperar y tocar, y entre tocar y avisar.
const PREEMPTIONS: usize = 2;

/// Lo justo para que el productor se adelante, se llene el búfer y se dé la vuelta: más
/// letras son más órdenes, y ningún fallo más.
const CASES: [[&str; 4]; 2] = [
    ["--huecos", "2", "--mensaje", "ab"],
    ["--huecos", "3", "--mensaje", "ab"],
];

/// Todos los órdenes del programa, si es que hay algo escrito.
fn explored(bench: &Bench, args: &[&str]) -> Result<Schedules, Failure> {
    let run = bench
        .program()
        .args(["--sin-hijo"])
        .args(["--mensaje", ""])
        .run()?;
    if run.err().contains("not yet implemented") {
        return Err(bench.explain_end(&run));
    }
    let schedules = bench.all_schedules(args, None)?;
    for ending in &schedules.endings {
        written(bench, args, ending)?;
    }
    Ok(schedules)
}

/// Distingue «todavía no hay nada escrito» de «está mal».
fn written(bench: &Bench, args: &[&str], ending: &Ending) -> CheckResult {
    if ending.stderr.contains("not yet implemented") {
        return Err(bench.explain_end(&bench.program().args(args).run()?));
    }
    Ok(())
}

fn whole_message(bench: &Bench) -> CheckResult {
    for args in CASES {
        let schedules = explored(bench, &args)?;
        let expected = bench.reference()?.args(args).run()?.out();
        schedules.nobody_crashes()?;
        let finished = |ending: &&Ending| ending.verdict == Verdict::Ok;
        if !schedules.endings.iter().any(|ending| finished(&ending)) {
            return schedules.nobody_stuck();
        }
        let wrong = |ending: &&Ending| ending.stdout != expected || ending.exit != Exit::Code(0);
        if let Some(ending) = schedules.endings.iter().filter(finished).find(wrong) {
            return Err(ending.picture(explain_message(ending, &args, &expected)));
        }
    }
    Ok(())
}

fn explain_message(ending: &Ending, args: &[&str], expected: &str) -> Failure {
    let failure = Failure::expected(format!(
        "Con `{}`, en todos los órdenes que se prueban:\n{}",
        args.join(" "),
        quote(expected)
    ))
    .happened(format!(
        "Hay un orden en el que sale esto:\n{}{}",
        quote(&ending.stdout),
        quote(&ending.stderr)
    ));
    if ending.exit != Exit::Code(0) {
        return failure
            .cause("Una llamada falla y el programa se queda a medias.")
            .next("Mira en el dibujo qué llamada devuelve un error, y por qué.");
    }
    if ending.slept() {
        return failure
            .cause("Dormir no sincroniza: por mucho que duerma uno, el otro puede tardar más.")
            .next("Quita la siesta: espera a algo que haga el otro proceso.");
    }
    failure
        .cause(
            "Se saca de un hueco que aún no estaba escrito, o se pone en uno que aún no se \
             había sacado.",
        )
        .next(
            "Busca en el dibujo ese byte. Antes de tocar un hueco hay que esperarlo, y se avisa \
             después de tocarlo.",
        )
}

fn nobody_stuck(bench: &Bench) -> CheckResult {
    for args in CASES {
        explored(bench, &args)?.nobody_stuck()?;
    }
    Ok(())
}

/// Con N huecos caben N bytes sin que nadie saque ninguno; con uno más, se espera.
fn exact_room(bench: &Bench) -> CheckResult {
    for (slots, fits, too_many) in [("1", "x", "xy"), ("3", "abc", "abcd")] {
        let room = |text| ["--sin-hijo", "--huecos", slots, "--mensaje", text];
        let promise = format!(
            "Que en un búfer de {} cupieran sin esperar los {} bytes de «{fits}».",
            castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos"),
            fits.len()
        );
        let full = bench.one_schedule(&room(fits))?;
        written(bench, &room(fits), &full)?;
        let expected = bench.reference()?.args(room(fits)).run()?.out();
        if full.is_stuck() {
            return Err(full.picture(
                Failure::expected(promise)
                    .happened("Antes de terminar, el programa se quedó esperando.")
                    .cause("El búfer admite menos bytes de los que se pidieron: falta un hueco.")
                    .next(
                        "Si por las posiciones no distingues lleno de vacío, lleva la cuenta \
                         aparte.",
                    ),
            ));
        }
        if full.stdout != expected || full.exit != Exit::Code(0) {
            return Err(full.picture(
                Failure::expected(format!("{promise}\n{}", quote(&expected)))
                    .happened(format!("{}{}", quote(&full.stdout), quote(&full.stderr)))
                    .cause("No se saca lo que se puso, o no en el mismo orden.")
                    .next("El primero que se pone es el primero que se saca."),
            ));
        }
        let beyond = bench.one_schedule(&room(too_many))?;
        if !beyond.is_stuck() {
            return Err(beyond.picture(
                Failure::expected(format!(
                    "Que al poner {} bytes en {} huecos, sin sacar ninguno, `put` esperara.",
                    too_many.len(),
                    slots
                ))
                .happened("Los admitió todos y siguió.")
                .cause("`put` no espera a que haya un hueco libre, o hay más huecos de la cuenta.")
                .next("Cuenta los huecos libres: empiezan siendo todos, y poner gasta uno."),
            ));
        }
    }
    Ok(())
}

/// Muchas más vueltas de las que se pueden explorar, y con un tamaño que no es redondo.
fn laps(bench: &Bench) -> CheckResult {
    for slots in ["2", "7", "4096"] {
        let args = ["--huecos", slots, "--mensaje", "¡Ñandú!", "--veces", "500"];
        let actual = bench.program().args(args).run()?;
        let expected = bench.reference()?.args(args).run()?;
        bench.ended_like(&actual, &expected)?;
        bench.nobody_left(&actual)?;
        if actual.out() != expected.out() {
            return Err(Failure::expected(format!(
                "Que por un búfer de {} pasaran enteros {} bytes.",
                castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos"),
                expected.stdout.total()
            ))
            .happened(first_difference(&actual.out(), &expected.out()))
            .cause("Al llegar al último hueco no se vuelve al primero, o se salta alguno.")
            .next("La posición siguiente es la anterior más uno, módulo el número de huecos."));
        }
    }
    Ok(())
}

fn first_difference(actual: &str, expected: &str) -> String {
    let same = actual
        .chars()
        .zip(expected.chars())
        .take_while(|(a, b)| a == b)
        .count();
    format!("Los primeros {same} caracteres son iguales, y el siguiente ya no.")
}

fn neighbours(bench: &Bench) -> CheckResult {
    for (slots, text) in [("2", "x"), ("5", "cinc"), ("64", "muchos")] {
        // Varias veces, para que se dé la vuelta.
        let args = [
            "--sin-hijo",
            "--veces",
            "20",
            "--huecos",
            slots,
            "--mensaje",
            text,
        ];
        let run = bench.program().args(args).run()?;
        if run.end == End::Exited(0) {
            continue;
        }
        if !run.err().contains("más allá de los bytes") {
            return Err(bench.explain_end(&run));
        }
        return Err(Failure::expected(format!(
            "Que un búfer de {} cambiara solo los bytes que dice `bytes`.",
            castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos")
        ))
        .happened("Cambió alguno de los que van detrás, que son de otro.")
        .cause("`bytes` no cuenta todo lo que se usa, o una posición se sale de la fila.")
        .next("Suma en `bytes` los huecos y todo lo demás que guardes en la región."));
    }
    Ok(())
}

/// Interrumpe cada espera, de una en una: no tiene que aparecer ningún final nuevo.
fn interrupted(bench: &Bench) -> CheckResult {
    let args = CASES[0];
    let calm = explored(bench, &args)?;
    calm.nobody_stuck_always()?;
    for call in ["futex", "read", "poll"] {
        for nth in 1..=3 {
            let fault = Fault::errno(call, nth, Errno::EINTR as i32);
            let schedules = bench.all_schedules(&args, Some(&fault))?;
            if !schedules.endings.iter().any(Ending::was_disturbed) {
                break;
            }
            // Lo que ya pasaba sin ninguna señal no es culpa de la señal.
            let fresh = |ending: &&Ending| !calm.has_one_like(ending);
            if let Some(ending) = schedules.endings.iter().find(fresh) {
                return Err(ending.picture(
                    Failure::expected("Que al llegar una señal se siguiera esperando.")
                        .happened(format!(
                            "Con {call} interrumpida (EINTR), salió esto:\n{}{}",
                            quote(&ending.stdout),
                            quote(&ending.stderr)
                        ))
                        .cause("EINTR se toma por un error, o por el final de la espera.")
                        .next("Si la llamada devuelve EINTR, repítela: no ha pasado nada."),
                ));
            }
        }
    }
    Ok(())
}
