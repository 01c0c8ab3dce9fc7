//! El juez del programa completo: la historia entera, en todos los órdenes y con
//! cada llamada rechazada por turno.

use juez::process::End;
use juez::schedules::{Ending, Exit, Schedules};
use juez::{Attempt, Bench, CheckResult, Failure, Judge, Step, quote};
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
    bench
        .written(&run)
        .map_err(|failure| failure.next("Termina antes ese paso: el programa los usa todos."))?;
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
                .happened(ending.shown())
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

const ATTEMPTS: [Attempt; 5] = [
    Attempt::new("mmap", Errno::ENOMEM),
    Attempt::new("fork", Errno::EAGAIN),
    Attempt::new("write", Errno::EIO),
    Attempt::new("waitpid", Errno::ECHILD).leaving_a_zombie(),
    Attempt::new("munmap", Errno::EINVAL).leaking(),
];

fn refusals(bench: &Bench) -> CheckResult {
    explored(bench)?;
    bench.copes_with_refusals(&[], &ATTEMPTS)
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
