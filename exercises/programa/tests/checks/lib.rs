//! El juez del programa completo: la historia entera, en todos los órdenes y con
//! cada llamada rechazada por turno.

use juez::process::End;
use juez::schedules::{Ending, Exit, Fault, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "historia",
            "En todos los órdenes, el hijo lee el mensaje",
            4,
            story,
        )
        .check(
            "memoria",
            "Cada proceso devuelve lo que reservó o heredó",
            2,
            memory,
        )
        .check(
            "rechazos",
            "Cada llamada rechazada acaba en un error claro",
            3,
            refusals,
        )
        .check(
            "uso",
            "Un mensaje que no cabe se dice, y nadie se queda",
            1,
            usage,
        )
}

fn explored(bench: &Bench) -> Result<Schedules, Failure> {
    let run = bench.program().run()?;
    if run.err().contains("not yet implemented") {
        return Err(bench
            .explain_end(&run)
            .next("Termina antes ese paso: el programa los usa todos."));
    }
    bench.all_schedules(&[], None)
}

fn story(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    let expected = bench.reference()?.run()?.out();
    schedules.nobody_crashes()?;
    schedules.nobody_stuck()?;
    schedules.nobody_left()?;
    let wrong = |ending: &&Ending| ending.stdout != expected || ending.exit != Exit::Code(0);
    match schedules.endings.iter().find(wrong) {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            Failure::expected(format!("En todos los órdenes:\n{}", quote(&expected)))
                .happened(format!(
                    "{}{}",
                    quote(&ending.stdout),
                    quote(&ending.stderr)
                ))
                .cause("Alguno de los cinco pasos falla cuando se junta con los demás.")
                .next("Corrige cada paso por separado: `cargo test -p paso1`… `-p paso5`."),
        )),
    }
}

fn memory(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    for ending in schedules.observed()? {
        if ending.regions().is_empty() {
            return Err(ending.picture(
                Failure::expected("Que el programa reservara memoria compartida.")
                    .happened("No se reserva ninguna región compartida.")
                    .cause("El paso 1 no usa mmap con MAP_SHARED.")
                    .next("Corrígelo por separado con `cargo test -p paso1`."),
            ));
        }
        let twice = ending
            .unmappings()
            .iter()
            .any(|call| call.regions.is_empty());
        if ending.leaked_mappings > 0 || twice {
            return Err(ending.picture(
                Failure::expected("Que cada proceso soltara cada región una vez, y solo una.")
                    .happened(if twice {
                        "Una región se soltó dos veces.".to_owned()
                    } else {
                        let count = ending.leaked_mappings;
                        format!(
                            "Quedó sin soltar {}.",
                            castellano::plural(count, "región", "regiones")
                        )
                    })
                    .cause("El paso 5 libera de más o de menos.")
                    .next("Corrígelo por separado con `cargo test -p paso5`."),
            ));
        }
    }
    Ok(())
}

/// Una llamada que se va a rechazar, y lo que entonces no se le puede exigir.
struct Attempt {
    call: &'static str,
    errno: Errno,
    /// Con `waitpid` rechazada no hay forma de recoger al hijo.
    may_leave_zombie: bool,
    /// Con `munmap` rechazada no hay forma de soltar la región.
    may_leak: bool,
}

const ATTEMPTS: [Attempt; 5] = [
    Attempt {
        call: "mmap",
        errno: Errno::ENOMEM,
        may_leave_zombie: false,
        may_leak: false,
    },
    Attempt {
        call: "fork",
        errno: Errno::EAGAIN,
        may_leave_zombie: false,
        may_leak: false,
    },
    Attempt {
        call: "write",
        errno: Errno::EIO,
        may_leave_zombie: false,
        may_leak: false,
    },
    Attempt {
        call: "waitpid",
        errno: Errno::ECHILD,
        may_leave_zombie: true,
        may_leak: false,
    },
    Attempt {
        call: "munmap",
        errno: Errno::EINVAL,
        may_leave_zombie: false,
        may_leak: true,
    },
];

/// Veces que se rechaza cada llamada, como mucho, antes de dar por hecho que no se
/// acaba nunca de hacer.
const MOST: usize = 40;

fn refusals(bench: &Bench) -> CheckResult {
    explored(bench)?;
    for attempt in &ATTEMPTS {
        for nth in 1..=MOST {
            let fault = Fault::errno(attempt.call, nth, attempt.errno as i32);
            let schedules = bench.all_schedules(&[], Some(&fault))?;
            let disturbed: Vec<&Ending> = schedules
                .endings
                .iter()
                .filter(|ending| ending.was_disturbed())
                .collect();
            for ending in &disturbed {
                copes(ending, attempt, &fault)?;
            }
            // Si ya no ocurre en ningún orden, no hay más llamadas que rechazar.
            if disturbed.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

fn copes(ending: &Ending, attempt: &Attempt, fault: &Fault) -> CheckResult {
    let failure = Failure::expected(format!(
        "Que con {fault} el programa lo dijera, terminara con un error y no dejara nada detrás."
    ));
    let said = matches!(ending.exit, Exit::Code(code) if code != 0 && code != 101);
    let problem = if ending.verdict != Verdict::Ok {
        Some((
            "El programa no llegó a terminar bien en ese caso.",
            "Alguien espera a quien ya no va a llegar, o toca lo que no se reservó.",
        ))
    } else if !said {
        Some((
            "El programa no lo contó con su código de salida.",
            "El error se ignora, o se convierte en un panic!.",
        ))
    } else if ending.zombies + ending.children_left > 0 && !attempt.may_leave_zombie {
        Some((
            "Quedó un hijo sin recoger.",
            "El camino de error se va sin esperar al hijo.",
        ))
    } else if ending.leaked_mappings > 0 && !attempt.may_leak {
        Some((
            "Quedó memoria sin soltar.",
            "El camino de error se va sin soltar la región.",
        ))
    } else {
        None
    };
    match problem {
        None => Ok(()),
        Some((happened, cause)) => Err(ending.picture(
            failure
                .happened(format!(
                    "{happened}\n{}{}",
                    quote(&ending.stdout),
                    quote(&ending.stderr)
                ))
                .cause(cause)
                .next("Busca en el dibujo la llamada rechazada y sigue lo que ocurre después."),
        )),
    }
}

fn usage(bench: &Bench) -> CheckResult {
    for args in [
        ["--bytes", "8"],
        ["--bytes", "0"],
        ["--mensaje", "dos\tpartes"],
    ] {
        let expected = bench.reference()?.args(args).run()?;
        let actual = bench.program().args(args).run()?;
        if actual.end != expected.end || actual.err() != expected.err() {
            return Err(bench.explain_end(&actual).expecting(format!(
                "Con `{}`, que el programa {}, y dijera:\n{}",
                args.join(" "),
                expected.describe_end(),
                quote(&expected.err())
            )));
        }
        if actual.end != End::Exited(0) {
            bench.nobody_left(&actual)?;
        }
    }
    Ok(())
}
