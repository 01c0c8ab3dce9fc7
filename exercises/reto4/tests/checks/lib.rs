//! El juez del reto 4: un productor y un consumidor, en todos los órdenes.

use juez::process::End;
use juez::schedules::{Ending, Exit, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};

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

/// Lo justo para que el productor se adelante, se llene el búfer y se dé la vuelta; y, con
/// un solo hueco, más de una vez: quien suelte dos huecos por cada byte que saca no se
/// delata hasta entonces. Más letras son más órdenes, y ningún fallo más.
const CASES: [[&str; 4]; 3] = [
    ["--huecos", "2", "--mensaje", "ab"],
    ["--huecos", "3", "--mensaje", "ab"],
    ["--huecos", "1", "--mensaje", "abc"],
];

/// Todos los órdenes del programa, si es que hay algo escrito.
fn explored(bench: &Bench, args: &[&str]) -> Result<Schedules, Failure> {
    let run = bench
        .program()
        .args(["--sin-hijo"])
        .args(["--mensaje", ""])
        .run()?;
    bench.written(&run)?;
    let schedules = bench.all_schedules(args, None)?;
    for ending in &schedules.endings {
        written(bench, args, ending)?;
    }
    Ok(schedules)
}

/// Distingue «todavía no hay nada escrito» de «está mal».
fn written(bench: &Bench, args: &[&str], ending: &Ending) -> CheckResult {
    if ending.is_unwritten() {
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
            // De lo que sobra en la salida no tiene la culpa ningún orden.
            return Err(chatter(&ending.stdout, &expected)
                .unwrap_or_else(|| ending.picture(explain_message(ending, &args, &expected))));
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
        "Hay un orden en el que sale esto:\n{}",
        ending.shown()
    ));
    if ending.stderr.contains("BoundedBuffer::") {
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
            "Que en un búfer de {} se pusiera y se sacara «{fits}» ({}) sin esperar a nadie.",
            castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos"),
            castellano::plural(fits.len(), "byte", "bytes")
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
        if full.stderr.contains(TRESPASS) {
            return Err(full.picture(trespass(&full.stderr)));
        }
        if let Some(chatty) = chatter(&full.stdout, &expected) {
            return Err(chatty);
        }
        if full.stdout != expected || full.exit != Exit::Code(0) {
            return Err(full.picture(
                Failure::expected(format!("{promise}\n{}", quote(&expected)))
                    .happened(full.shown())
                    .cause("No se saca lo que se puso, o no en el mismo orden.")
                    .next("El primero que se pone es el primero que se saca."),
            ));
        }
        let beyond = bench.one_schedule(&room(too_many))?;
        if !beyond.is_stuck() {
            return Err(beyond.picture(
                Failure::expected(format!(
                    "Que al poner {} bytes en {}, sin sacar ninguno, `put` esperara.",
                    too_many.len(),
                    castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos")
                ))
                .happened(if beyond.stderr.contains("BoundedBuffer::put") {
                    format!("Devolvió un error:\n{}", quote(&beyond.stderr))
                } else {
                    "Los admitió todos y siguió.".to_owned()
                })
                .cause("`put` no espera a que haya un hueco libre, o hay más huecos de la cuenta.")
                .next("Cuenta los huecos libres: empiezan siendo todos, y poner gasta uno."),
            ));
        }
    }
    Ok(())
}

/// Muchas vueltas de un solo proceso, que pone y saca por turnos: aquí no hay órdenes, y
/// lo que falle fallará siempre.
fn laps(bench: &Bench) -> CheckResult {
    for (slots, text) in [("2", "x"), ("5", "cinc"), ("7", "¡Ñan"), ("64", "muchos")] {
        let args = laps_of(slots, text);
        let promise = format!(
            "Que un búfer de {} diera muchas vueltas sin perder ningún byte.",
            castellano::plural(slots.parse().unwrap_or(1), "hueco", "huecos"),
        );
        let explain = |failure: Failure| {
            failure
                .expecting(&promise)
                .cause("Al llegar al último hueco no se vuelve al primero, o se salta alguno.")
                .next("La posición siguiente es la anterior más uno, módulo el número de huecos.")
        };
        let actual = bench.program().args(args).run()?;
        let expected = bench.reference()?.args(args).run()?;
        if actual.err().contains(TRESPASS) {
            return Err(explain(trespass(&actual.err())));
        }
        if actual.end != expected.end {
            let failure = bench.explain_end(&actual);
            return Err(match actual.end {
                End::Killed(_) => explain(failure),
                _ => failure.expecting(&promise),
            });
        }
        if actual.out() != expected.out() {
            return Err(explain(
                Failure::expected("").happened(first_difference(&actual.out(), &expected.out())),
            ));
        }
    }
    Ok(())
}

/// Con menos bytes que huecos: quien admite uno de menos falla en otra comprobación.
fn laps_of<'a>(slots: &'a str, text: &'a str) -> [&'a str; 7] {
    [
        "--sin-hijo",
        "--veces",
        "300",
        "--huecos",
        slots,
        "--mensaje",
        text,
    ]
}

fn first_difference(actual: &str, expected: &str) -> String {
    let wrong = actual
        .lines()
        .zip(expected.lines())
        .enumerate()
        .find(|(_, (a, b))| a != b);
    match wrong {
        Some((lap, (seen, awaited))) => format!(
            "La vez {} tenía que salir «{awaited}» y sale «{seen}».",
            lap + 1
        ),
        None => "Salen menos líneas de las que tenían que salir.".to_owned(),
    }
}

/// Lo que dice el programa si el búfer se sale de sus bytes.
const TRESPASS: &str = "más allá de los bytes";

fn trespass(stderr: &str) -> Failure {
    Failure::expected("Que el búfer cambiara solo los bytes que dice `bytes`.")
        .happened(format!(
            "Cambió alguno de los que van detrás, que son de otro:\n{}",
            quote(stderr)
        ))
        .cause("`bytes` no cuenta todo lo que se usa, o una posición se sale de la fila.")
        .next("Suma en `bytes` los huecos y todo lo demás que guardes en la región.")
}

fn neighbours(bench: &Bench) -> CheckResult {
    for (slots, text) in [("2", "x"), ("5", "cinc"), ("64", "muchos")] {
        // Una vez y muchas: la primera, sin dar la vuelta.
        let once = ["--sin-hijo", "--huecos", slots, "--mensaje", text];
        for args in [&once[..], &laps_of(slots, text)[..]] {
            let run = bench.program().args(args.iter().copied()).run()?;
            if run.err().contains(TRESPASS) {
                return Err(trespass(&run.err()));
            }
            if run.end != End::Exited(0) {
                return Err(bench.explain_end(&run));
            }
        }
    }
    Ok(())
}

/// Veces que se corta cada clase de espera, de una en una.
const INTERRUPTIONS: usize = 3;

fn interrupted(bench: &Bench) -> CheckResult {
    let args = CASES[0];
    let calm = explored(bench, &args)?;
    bench.keeps_waiting(&args, &calm, &["futex", "read", "poll"], INTERRUPTIONS)
}
