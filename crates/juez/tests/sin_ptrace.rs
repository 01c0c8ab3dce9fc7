//! Donde el sistema no deja trazar procesos, el juez lo dice y no da por visto lo
//! que no ha visto; y donde no se puede escribir, no da por dicho lo que no ha dicho.
//!
//! Este ejecutable hace dos papeles: el de la prueba y, cuando se llama a sí mismo
//! con ptrace prohibido, el de un juez que corrige a un guion de `/bin/sh`.

use std::path::Path;
use std::process::ExitCode;

use juez::process::{self, End, Finished, Invocation, Refusal};
use juez::schedules::Fault;
use juez::{Judge, Step};
use libtest_mimic::{Arguments, Failed, Trial};
use nix::errno::Errno;

/// Si su primer argumento empieza así, el ejecutable es el juez.
const AS_JUDGE: &str = "--formato=";

/// Se va sin esperar a su hijo, que se queda huérfano.
const SCRIPT: [&str; 2] = ["-c", "true & echo hola"];

fn main() -> ExitCode {
    let first = std::env::args().nth(1);
    if first.is_some_and(|first| first.starts_with(AS_JUDGE)) {
        return judge().run();
    }
    let mut args = Arguments::from_args();
    args.test_threads = Some(1);
    process::adopt_orphans();
    let trials = vec![
        Trial::test("with_ptrace_everything_is_checked", checked),
        Trial::test("without_ptrace_nothing_passes_silently", said),
        Trial::test("a_verdict_that_cannot_be_written_is_not_one", unheard),
    ];
    libtest_mimic::run(&args, trials).exit_code()
}

fn judge() -> Judge {
    let step = Step {
        name: "paso0",
        title: "De prueba",
        chapter: "../../book/paso0.md",
        folder: env!("CARGO_MANIFEST_DIR"),
        program: "/bin/sh",
        reference: "",
    };
    Judge::new(step)
        .check(
            "ordenes",
            "Sale lo mismo en todos los órdenes",
            1,
            |bench| {
                let schedules = bench.all_schedules(&SCRIPT, None)?;
                assert!(
                    schedules
                        .endings
                        .iter()
                        .all(|ending| ending.stdout == "hola\n")
                );
                Ok(())
            },
        )
        .check("llamadas", "Se ven las llamadas", 1, |bench| {
            bench.all_schedules(&SCRIPT, None)?.observed().map(|_| ())
        })
        .check("fallo", "Se puede hacer fallar una llamada", 1, |bench| {
            let fault = Fault::errno("write", 1, Errno::EINTR as i32);
            bench.all_schedules(&SCRIPT, Some(&fault)).map(|_| ())
        })
}

fn run(refusals: &[Refusal]) -> Result<Finished, Failed> {
    let me = std::env::current_exe()?;
    let judge = Invocation::new(Path::new(&me)).args(["--formato=texto"]);
    let judge = refusals.iter().cloned().fold(judge, Invocation::refuse);
    judge
        .run()
        .map_err(|failure| failure.happened.clone().into())
}

fn check(holds: bool, run: &Finished) -> Result<(), Failed> {
    if holds {
        Ok(())
    } else {
        Err(format!("{}:\n{}{}", run.describe_end(), run.out(), run.err()).into())
    }
}

fn checked() -> Result<(), Failed> {
    let run = run(&[])?;

    check(
        run.end == End::Exited(0) && run.out().contains("3 bien, 0 mal"),
        &run,
    )?;
    // Un intérprete que atiende SIGCHLD tiene su propio motivo para no ser exhaustivo.
    check(!run.out().contains("SYS_PTRACE"), &run)?;
    // Cada orden deja huérfanos: los recoge el juez, y no quien lo llama.
    check(run.zombies == 0, &run)
}

fn said() -> Result<(), Failed> {
    let run = run(&[Refusal::ptrace(Errno::EPERM)])?;

    check(run.end == End::Exited(3), &run)?;
    check(run.out().contains("Veredicto no exhaustivo"), &run)?;
    check(run.out().contains("1 bien, 0 mal, 2 sin comprobar"), &run)?;
    check(run.out().contains("SYS_PTRACE"), &run)
}

/// En `/dev/full` no cabe nada.
fn unheard() -> Result<(), Failed> {
    let me = std::env::current_exe()?;
    for order in ["--formato=json", "--formato=jsonl", "--formato=json --list"] {
        let script = format!("exec \"$0\" {order} >/dev/full");
        let run = Invocation::new(Path::new("/bin/sh"))
            .args(["-c", &script, &me.to_string_lossy()])
            .run()
            .map_err(|failure| failure.happened.clone())?;

        check(run.end == End::Exited(3) && run.err().is_empty(), &run)?;
    }
    Ok(())
}
