//! El juez del paso 4: recorre todos los órdenes en que se pueden turnar el padre
//! y el hijo, y mira si en alguno sale mal.

use juez::process::End;
use juez::schedules::{Ending, Exit, Schedules, Verdict};
use juez::{Attempt, Bench, CheckResult, Failure, Judge, Step, chatter, died_of, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .keeping_memory()
        .check(
            "mensaje",
            "En todos los órdenes, el mensaje llega entero",
            3,
            whole_message,
        )
        .check(
            "bloqueo",
            "En ningún orden se queda nadie esperando",
            1,
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
        .check(
            "rechazos",
            "Si el sistema dice que no, la puerta lo dice",
            1,
            refusals,
        )
}

const MESSAGE: &str = "Esto llega entero o no llega.";

/// Todos los órdenes del programa, si es que hay algo escrito.
fn explored(bench: &Bench) -> Result<Schedules, Failure> {
    let schedules = bench.all_schedules(&["--mensaje", MESSAGE], None)?;
    for ending in &schedules.endings {
        written(bench, ending)?;
    }
    Ok(schedules)
}

/// Distingue «todavía no hay nada escrito» de «está mal».
fn written(bench: &Bench, ending: &Ending) -> CheckResult {
    if ending.is_unwritten() {
        let run = bench.program().args(["--mensaje", MESSAGE]).run()?;
        return Err(bench.explain_end(&run));
    }
    Ok(())
}

/// Un orden en el que todos terminan, para mirar lo que no depende del orden: una
/// puerta que a veces no se abre no debe esconder lo que dice `wait_for`.
fn settled(bench: &Bench, args: &[&str]) -> Result<Ending, Failure> {
    let fine = |ending: &Ending| matches!(ending.verdict, Verdict::Ok | Verdict::Crash);
    let first = bench.one_schedule(args);
    if let Ok(ending) = &first {
        written(bench, ending)?;
    }
    if let Some(ending) = first.ok().filter(fine) {
        return Ok(ending);
    }
    let schedules = bench.all_schedules(args, None)?;
    schedules.nobody_stuck_always()?;
    schedules
        .endings
        .into_iter()
        .find(fine)
        .ok_or_else(|| Failure::tool("El programa no terminó en ningún orden."))
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
        None => within_bytes(&schedules),
        // De lo que sobra en la salida no tiene la culpa ningún orden.
        Some(ending) => Err(chatter(&ending.stdout, &expected)
            .unwrap_or_else(|| ending.picture(explain_message(ending, &expected)))),
    }
}

/// La puerta no sale de los bytes que dice que ocupa.
fn within_bytes(schedules: &Schedules) -> CheckResult {
    let mut endings = schedules.endings.iter();
    let found = endings.find_map(|ending| Some((ending, ending.trespass()?)));
    let Some((ending, (end, room))) = found else {
        return Ok(());
    };
    let bytes = |count| castellano::plural(count, "byte", "bytes");
    Err(ending.picture(
        Failure::expected(format!(
            "Que la puerta usara solo los bytes que dice `BYTES`: se reservó {}.",
            bytes(room)
        ))
        .happened(format!("Se tocan los {} primeros.", bytes(end)))
        .cause("`BYTES` dice menos de lo que ocupa la puerta, y lo que haya detrás es de otro.")
        .next("Pon en `BYTES` el tamaño de lo que guardas: `size_of::<sem_t>()`, por ejemplo."),
    ))
}

fn explain_message(ending: &Ending, expected: &str) -> Failure {
    let failure = Failure::expected(format!(
        "En todos los órdenes posibles:\n{}",
        quote(expected)
    ))
    .happened(format!(
        "Hay un orden en el que sale esto:\n{}",
        ending.shown()
    ))
    .section("carrera");
    if let Exit::Signal(signal) = ending.exit {
        return died_of(signal)
            .explain(failure)
            .cause(format!("El padre muere {}.", died_of(signal).describe()));
    }
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
    if ending.stderr.contains(CANNOT_WAIT) {
        return failure
            .cause("`wait` devuelve un error en lugar de esperar: la llamada no se bloquea.")
            .next("Usa la que espera (sem_wait, no sem_trywait; una tubería sin O_NONBLOCK).");
    }
    if sorted(&ending.stdout) == sorted(expected) {
        return failure
            .cause("`wait_for` vuelve antes de que el hijo termine: el padre se adelanta.")
            .next("Espera con waitpid, sin opciones (WNOHANG no espera).");
    }
    if !ending.stdout.contains("El hijo lee") {
        return failure
            .cause("El hijo termina sin llegar a leer: `wait` no vuelve.")
            .next("Busca un `exit` en `wait`: tiene que volver a quien la llamó.");
    }
    failure
        .cause("El hijo pasa por la puerta antes de que el padre la abra.")
        .next("Haz que `wait` no vuelva hasta que alguien haya llamado a `open`.")
}

/// Lo que dice el hijo cuando `Gate::wait` falla.
const CANNOT_WAIT: &str = "El hijo no puede esperar";

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

fn nobody_stuck(bench: &Bench) -> CheckResult {
    explored(bench)?.nobody_stuck()
}

fn exit_code(bench: &Bench) -> CheckResult {
    for code in ["0", "3", "42", "255"] {
        let actual = settled(bench, &["--codigo", code])?;
        let line = format!("El hijo terminó con código {code}\n");
        if actual.stdout.contains(&line) {
            continue;
        }
        // Si el final del hijo no se llega a contar, lo que falla es otra cosa.
        if !actual.stdout.contains("El hijo terminó") && !actual.stdout.contains("Al hijo lo mató")
        {
            whole_message(bench)?;
        }
        let failure = Failure::expected(format!(
            "Que de un hijo que termina con código {code} se dijera justo eso."
        ))
        .happened(actual.shown());
        let raw = code.parse::<i32>().unwrap_or_default() << 8;
        if raw != 0
            && actual
                .stdout
                .contains(&format!("terminó con código {raw}\n"))
        {
            return Err(failure
                .cause(format!(
                    "{raw} es el estado tal como lo da waitpid: lleva el código multiplicado por \
                     256, y la señal en los bits de abajo."
                ))
                .next("Descomponlo con WaitStatus (o con WIFEXITED y WEXITSTATUS, como en C)."));
        }
        return Err(failure
            .cause("No se mira el código que trae el estado, o se confunde con otra cosa.")
            .next("En WaitStatus::Exited, el segundo dato es el código: devuélvelo tal cual."));
    }
    of_that_child(bench)
}

/// Con dos hijos, cuenta el final del que se le pide, termine quien termine antes.
fn of_that_child(bench: &Bench) -> CheckResult {
    const ARGS: [&str; 3] = ["--hermano", "--codigo", "3"];
    let expected = bench.reference()?.args(ARGS).run()?.out();
    let schedules = bench.all_schedules(&ARGS, None)?;
    // De quien no pudo ni esperar ante la puerta habla otra comprobación.
    let finished =
        |ending: &&Ending| ending.verdict == Verdict::Ok && !ending.stderr.contains(CANNOT_WAIT);
    if schedules.endings.iter().filter(finished).count() == 0 {
        whole_message(bench)?;
    }
    // Quién termina cómo, sin lo que diga el mensaje: de eso habla otra comprobación.
    let reports = |out: &str| -> Vec<String> {
        let told = out
            .lines()
            .filter(|line| line.contains("terminó con código"));
        told.map(str::to_owned).collect()
    };
    let wrong = |ending: &&Ending| reports(&ending.stdout) != reports(&expected);
    match schedules.endings.iter().filter(finished).find(wrong) {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            Failure::expected(format!(
                "Que con dos hijos se dijera primero cómo acabó el que se espera primero:\n{}",
                quote(&expected)
            ))
            .happened(ending.shown())
            .cause("Se espera a cualquier hijo (−1, o `wait`), y se cuenta el final de otro.")
            .next("Pasa a waitpid el PID que recibe `wait_for`."),
        )),
    }
}

fn killed(bench: &Bench) -> CheckResult {
    for signal in ["SIGKILL", "SIGTERM", "SIGUSR1"] {
        let actual = settled(bench, &["--senal", signal])?;
        if actual
            .stdout
            .contains(&format!("Al hijo lo mató {signal} "))
        {
            continue;
        }
        return Err(Failure::expected(format!(
            "Que de un hijo muerto por {signal} se dijera eso."
        ))
        .happened(actual.shown())
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
    // A quien se cae no le da tiempo a recoger a nadie: la culpa es de la caída.
    schedules.nobody_crashes()?;
    schedules.nobody_left()
}

/// Veces que se corta cada clase de espera, de una en una.
const INTERRUPTIONS: usize = 2;

fn interrupted(bench: &Bench) -> CheckResult {
    let calm = explored(bench)?;
    let waits = ["waitpid", "futex", "read", "poll"];
    bench.keeps_waiting(&["--mensaje", MESSAGE], &calm, &waits, INTERRUPTIONS)
}

const ATTEMPTS: [Attempt; 5] = [
    Attempt::new("pipe", Errno::EMFILE),
    Attempt::new("eventfd", Errno::EMFILE),
    Attempt::new("read", Errno::EIO).succeeding(),
    Attempt::new("write", Errno::EIO).succeeding(),
    Attempt::new("waitpid", Errno::ECHILD).leaving_a_zombie(),
];

fn refusals(bench: &Bench) -> CheckResult {
    explored(bench)?;
    bench.copes_with_refusals(&["--mensaje", MESSAGE], &ATTEMPTS)
}

fn no_child(bench: &Bench) -> CheckResult {
    let expected = bench.reference()?.args(["--otra-vez"]).run()?;
    let promise = format!(
        "Que al esperar dos veces al mismo hijo, la segunda devolviera ECHILD:\n{}",
        quote(&expected.err())
    );
    // Sin la segunda espera, el programa termina: si ahora no, la culpa es de ella.
    settled(bench, &[])?;
    let actual = settled(bench, &["--otra-vez"]).map_err(|failure| {
        failure
            .expecting(&promise)
            .cause("El error de waitpid se repite sin fin.")
            .next("Repite solo si es EINTR; cualquier otro error, devuélvelo.")
    })?;
    let ends_alike =
        matches!((actual.exit, expected.end), (Exit::Code(a), End::Exited(b)) if a == b);
    let cause = "El error de waitpid se esconde, o se cambia por otro.";
    let advice = "Repite solo si es EINTR; cualquier otro error, devuélvelo.";
    if !ends_alike {
        return Err(Failure::expected(promise)
            .happened(actual.shown())
            .cause(cause)
            .next(advice));
    }
    bench
        .complained_alike(&actual.stderr, &expected.err(), &promise, cause)
        .map_err(|failure| failure.next(advice))
}
