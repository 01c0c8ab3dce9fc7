//! El juez del paso 4: recorre todos los órdenes en que se pueden turnar el padre
//! y el hijo, y mira si en alguno sale mal.

use juez::schedules::{Ending, Exit, Fault, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "mensaje",
            "En todos los órdenes, el mensaje llega entero",
            3,
            whole_message,
        )
        .check(
            "bloqueo",
            "En ningún orden se queda nadie esperando",
            2,
            nobody_stuck,
        )
        .check(
            "codigo",
            "wait_for dice con qué código terminó el hijo",
            1,
            exit_code,
        )
        .check("senal", "wait_for dice qué señal mató al hijo", 1, killed)
        .check("zombi", "En todos los órdenes se recoge al hijo", 1, reaped)
        .check("eintr", "Una señal no corta ninguna espera", 1, interrupted)
        .check(
            "echild",
            "Si no hay hijo que esperar, devuelve el error",
            1,
            no_child,
        )
}

const MESSAGE: &str = "Esto llega entero o no llega.";

/// Todos los órdenes del programa, si es que hace algo en el más sencillo.
fn explored(bench: &Bench) -> Result<Schedules, Failure> {
    written(bench)?;
    bench.all_schedules(&["--mensaje", MESSAGE], None)
}

/// Distingue «todavía no hay nada escrito» de «está mal».
fn written(bench: &Bench) -> CheckResult {
    let run = bench.program().args(["--mensaje", MESSAGE]).run()?;
    if run.err().contains("not yet implemented") {
        Err(bench.explain_end(&run))
    } else {
        Ok(())
    }
}

fn whole_message(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    let expected = bench.reference()?.args(["--mensaje", MESSAGE]).run()?.out();
    schedules.nobody_crashes()?;
    let finished = |ending: &&Ending| ending.verdict == Verdict::Ok;
    if schedules.endings.iter().filter(finished).count() == 0 {
        return schedules.nobody_stuck();
    }
    match schedules
        .endings
        .iter()
        .filter(finished)
        .find(|ending| ending.stdout != expected)
    {
        None => Ok(()),
        Some(ending) => Err(ending.picture(explain_message(ending, &expected))),
    }
}

fn explain_message(ending: &Ending, expected: &str) -> Failure {
    let failure = Failure::expected(format!(
        "En todos los órdenes posibles:\n{}",
        quote(expected)
    ))
    .happened(format!(
        "Hay un orden en el que sale esto:\n{}",
        shown(ending)
    ))
    .section("carrera");
    if ending.exit != Exit::Code(0) {
        return failure
            .cause("Una llamada falla y el programa se queda a medias.")
            .next("Mira en el dibujo qué llamada devuelve un error, y por qué.");
    }
    if ending.slept() {
        return failure
            .cause("Dormir no sincroniza: por mucho que duerma uno, el otro puede tardar más.")
            .next("Quita la siesta: el hijo tiene que esperar algo que haga el padre.");
    }
    failure
        .cause("El hijo pasa por la puerta antes de que el padre la abra.")
        .next("Haz que `wait` no vuelva hasta que alguien haya llamado a `open`.")
}

fn shown(ending: &Ending) -> String {
    let text = quote(&ending.stdout);
    if ending.stderr.is_empty() {
        text
    } else {
        format!("{text}{}", quote(&ending.stderr))
    }
}

fn nobody_stuck(bench: &Bench) -> CheckResult {
    explored(bench)?.nobody_stuck()
}

fn exit_code(bench: &Bench) -> CheckResult {
    for code in ["0", "3", "42", "255"] {
        let args = ["--codigo", code];
        let actual = bench.program().args(args).run()?;
        let line = format!("El hijo terminó con código {code}\n");
        if actual.out().contains(&line) {
            continue;
        }
        if !actual.out().contains("El hijo terminó") && !actual.out().contains("lo mató") {
            return Err(bench.explain_end(&actual));
        }
        return Err(Failure::expected(format!(
            "Que de un hijo que termina con código {code} se dijera justo eso."
        ))
        .happened(quote(&actual.out()))
        .cause("No se mira el código que trae el estado, o se confunde con otra cosa.")
        .next("En WaitStatus::Exited, el segundo dato es el código: devuélvelo tal cual."));
    }
    Ok(())
}

fn killed(bench: &Bench) -> CheckResult {
    for signal in ["SIGKILL", "SIGTERM", "SIGUSR1"] {
        let actual = bench.program().args(["--senal", signal]).run()?;
        if actual.out().contains(&format!("Al hijo lo mató {signal} ")) {
            continue;
        }
        if !actual.out().contains("El hijo terminó") && !actual.out().contains("lo mató") {
            return Err(bench.explain_end(&actual));
        }
        return Err(Failure::expected(format!(
            "Que de un hijo muerto por {signal} se dijera eso."
        ))
        .happened(quote(&actual.out()))
        .cause("Se trata igual a un hijo que termina y a uno que muere por una señal.")
        .next("WaitStatus::Signaled trae la señal: devuélvela en ChildEnd::Killed."));
    }
    Ok(())
}

fn reaped(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    if schedules
        .endings
        .iter()
        .all(|ending| ending.verdict != Verdict::Ok)
    {
        schedules.nobody_stuck()?;
    }
    schedules.nobody_left()
}

/// Interrumpe cada espera, de una en una: el final tiene que ser el mismo.
fn interrupted(bench: &Bench) -> CheckResult {
    written(bench)?;
    let expected = bench.reference()?.args(["--mensaje", MESSAGE]).run()?.out();
    for call in ["waitpid", "futex", "read", "poll"] {
        for nth in 1..=2 {
            let fault = Fault::errno(call, nth, Errno::EINTR as i32);
            let schedules = bench.all_schedules(&["--mensaje", MESSAGE], Some(&fault))?;
            let mut disturbed = schedules
                .endings
                .iter()
                .filter(|ending| ending.was_disturbed());
            let broken = |ending: &&Ending| {
                ending.verdict != Verdict::Ok || ending.stdout != expected || ending.zombies > 0
            };
            if let Some(ending) = disturbed.find(broken) {
                return Err(ending.picture(
                    Failure::expected("Que al llegar una señal se siguiera esperando.")
                        .happened(format!(
                            "Con {call} interrumpida (EINTR), salió esto:\n{}",
                            shown(ending)
                        ))
                        .cause("EINTR se toma por un error, o por el final de la espera.")
                        .next("Si la llamada devuelve EINTR, repítela: no ha pasado nada."),
                ));
            }
        }
    }
    Ok(())
}

fn no_child(bench: &Bench) -> CheckResult {
    let expected = bench.reference()?.args(["--otra-vez"]).run()?;
    let actual = bench.program().args(["--otra-vez"]).run()?;
    if actual.end == expected.end && actual.err() == expected.err() {
        return Ok(());
    }
    if actual.err().contains("not yet implemented") {
        return Err(bench.explain_end(&actual));
    }
    Err(Failure::expected(format!(
        "Que al esperar dos veces al mismo hijo, la segunda devolviera ECHILD:\n{}",
        quote(&expected.err())
    ))
    .happened(format!(
        "El programa {}.\n{}{}",
        actual.describe_end(),
        quote(&actual.out()),
        quote(&actual.err())
    ))
    .cause("El error de waitpid se esconde, se cambia por otro, o se repite sin fin.")
    .next("Repite solo si es EINTR; cualquier otro error, devuélvelo."))
}
