//! El juez del paso 2: mira desde fuera qué procesos crea `spawn` y cómo acaban.

mod diagnosis;
mod story;

use juez::process::{End, Refusal};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

use diagnosis::{about_the_child, ended_badly, nobody_left, went_on};
use story::{Story, by_lines};

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "codigo",
            "El hijo termina con el código de la clausura",
            2,
            exit_code,
        )
        .check(
            "hijo",
            "La clausura se ejecuta una vez, y en el hijo",
            2,
            runs_in_child,
        )
        .check(
            "no_vuelve",
            "El hijo no sigue con el código del padre",
            1,
            never_returns,
        )
        .check("pid", "El padre recibe el PID de su hijo", 1, real_pid)
        .check(
            "texto",
            "Lo pendiente en la salida sale, y una sola vez",
            1,
            pending_text,
        )
        .check(
            "panico",
            "Un pánico en la clausura acaba en código 101",
            1,
            panics,
        )
        .check(
            "rechazo",
            "Si fork dice que no, devuelve ese error",
            1,
            refused,
        )
        .check(
            "ordenes",
            "En todos los órdenes ocurre lo mismo",
            1,
            every_order,
        )
}

/// Ejecuta el programa sin opciones y exige que acabe bien y sin dejar a nadie.
fn told(bench: &Bench, args: &[&str]) -> Result<Story, Failure> {
    let run = bench.program().args(args).run()?;
    if run.end != End::Exited(0) {
        return Err(ended_badly(bench, &run));
    }
    nobody_left(bench, &run)?;
    Ok(Story::of(&run))
}

fn exit_code(bench: &Bench) -> CheckResult {
    for code in ["0", "1", "42", "255"] {
        let run = bench
            .program()
            .args(["--sin-pid", "--codigo", code])
            .run()?;
        let line = format!("Mi hijo terminó con código {code}\n");
        if run.out().contains(&line) {
            continue;
        }
        if let Some(failure) = went_on(&run) {
            return Err(failure);
        }
        if !run.out().contains("Mi hijo terminó") && run.end != End::Exited(0) {
            return Err(ended_badly(bench, &run));
        }
        let failure = Failure::expected(format!(
            "Que un hijo cuya clausura devuelve {code} terminara con código {code}."
        ))
        .happened(quote(&about_the_child(&run.out())));
        if run.out().contains("A mi hijo lo mató ") {
            return Err(failure
                .cause("Al hijo lo mata una señal: no termina con ningún código.")
                .next("Termínalo con `_exit`, pasándole lo que devuelva la clausura."));
        }
        return Err(failure
            .cause("El valor que devuelve la clausura se pierde: el hijo termina con otro.")
            .next("Pasa a _exit lo que devuelva la clausura."));
    }
    Ok(())
}

fn runs_in_child(bench: &Bench) -> CheckResult {
    let run = bench.program().run()?;
    let story = Story::of(&run);
    let times = story.greetings();
    let failure = Failure::expected("Que la clausura se ejecutara una sola vez, en el hijo.");
    if times == 1 && story.child() == Some(story.launched) {
        return Err(failure
            .happened("La ejecutó el padre.")
            .cause("Se llama a la clausura fuera de la rama del hijo.")
            .next("Llámala solo donde fork devuelve ForkResult::Child."));
    }
    match times {
        1 => own_memory(bench, &story),
        0 if run.end != End::Exited(0) => Err(ended_badly(bench, &run)),
        0 => Err(failure
            .happened("No se ejecutó ninguna vez.")
            .cause("El hijo termina sin llamar a la clausura, o no hay hijo.")
            .next("En la rama del hijo, llama a `child()` y usa lo que devuelve.")),
        _ => Err(failure
            .happened(format!("Se ejecutó {times} veces."))
            .cause("La ejecutan los dos procesos, o hay más de un fork.")
            .next("Llama a fork una vez, y a la clausura solo en la rama del hijo.")),
    }
}

/// Lo que dice el padre si encuentra cambiada una variable que solo cambió el hijo.
const SHARED: &str = "ha cambiado una variable mía";

/// Lo que cambia el hijo lo cambia en su copia.
fn own_memory(bench: &Bench, story: &Story) -> CheckResult {
    if story.times(SHARED) == 0 {
        return Ok(());
    }
    // Con los PID, que cambian, la misma respuesta daría cada vez otro informe.
    let run = bench.program().args(["--sin-pid"]).run()?;
    Err(
        Failure::expected("Que el hijo trabajara en su propia copia de la memoria.")
            .happened(format!(
                "Cambió una variable, y cambió también la del padre:\n{}",
                quote(&run.out())
            ))
            .cause(
                "Con `vfork` no hay copia: el hijo usa la memoria del padre, hasta su pila, y solo \
                 puede terminar o convertirse en otro programa (`man 2 vfork`).",
            )
            .next("Crea el hijo con `fork`, que copia la memoria."),
    )
}

fn never_returns(bench: &Bench) -> CheckResult {
    let run = bench.program().args(["--sin-pid"]).run()?;
    if let Some(failure) = went_on(&run) {
        return Err(failure);
    }
    if run.end != End::Exited(0) {
        return Err(ended_badly(bench, &run));
    }
    nobody_left(bench, &run)
}

fn real_pid(bench: &Bench) -> CheckResult {
    let story = told(bench, &[])?;
    let (child, collected) = (story.child(), story.collected());
    if child.is_some() && child == collected {
        return Ok(());
    }
    // Con los números, que cambian, la misma respuesta daría cada vez otro informe.
    let runner = match child {
        None => "no se sabe quién",
        Some(pid) if pid == story.launched => "el padre",
        Some(_) => "un hijo",
    };
    let found = collected.map_or("no se recogió a nadie", |_| "se recogió a otro proceso");
    Err(
        Failure::expected("Que `spawn` devolviera el PID del hijo que creó.")
            .happened(format!(
                "La clausura la ejecutó {runner}, y con lo que devolvió `spawn` {found}."
            ))
            .cause("Se devuelve otro PID: el del padre, o uno inventado.")
            .next("Devuelve el que trae ForkResult::Parent."),
    )
}

fn pending_text(bench: &Bench) -> CheckResult {
    let run = bench.program().args(["--sin-pid"]).run()?;
    let story = Story::of(&run);
    let before = story.times("Voy a crear un hijo");
    if before > 1 {
        return Err(Failure::expected(
            "Que el texto pendiente antes de `spawn` saliera una sola vez.",
        )
        .happened(format!(
            "Salió {}:\n{}",
            castellano::plural(before as u64, "vez", "veces"),
            quote(&run.out())
        ))
        .cause(
            "fork copia también el búfer de la salida estándar, y los dos procesos lo \
                     vacían.",
        )
        .next("Vacía la salida (flush) antes de fork."));
    }
    if run.end != End::Exited(0) || before == 0 {
        return Err(ended_badly(bench, &run));
    }
    // Solo si el hijo llegó a escribir algo: de lo demás hablan otras comprobaciones.
    if story.greetings() == 1 && story.times("Y esto es todo") == 0 {
        return Err(
            Failure::expected("Que saliera también lo último que escribe el hijo.")
                .happened(format!(
                    "Falta «Y esto es todo lo que hago.», que no acaba en salto de línea:\n{}",
                    quote(&run.out())
                ))
                .cause("_exit no vacía nada: lo que el hijo tenía en su búfer se pierde con él.")
                .next("Vacía la salida (flush) también en el hijo, justo antes de _exit."),
        );
    }
    Ok(())
}

/// Lo que dice el pánico que se le pide al hijo.
const ASKED_PANIC: &str = "el hijo entra en pánico porque se lo has pedido";

fn panics(bench: &Bench) -> CheckResult {
    let run = bench.program().args(["--sin-pid", "--panico"]).run()?;
    let failure =
        Failure::expected("Que el hijo que entra en pánico terminara ahí, con código 101.");
    let said = run.err().contains(ASKED_PANIC);
    let story = Story::of(&run);
    if story.times("El padre se despide") > 1 {
        return Err(failure
            .happened(format!(
                "El pánico siguió por el código del padre:\n{}",
                quote(&story.out)
            ))
            .cause(
                "El pánico sale de `spawn`, y el hijo deshace la pila del padre: ejecuta sus drop.",
            )
            .next("Envuelve la clausura en catch_unwind y, si falla, termina con _exit(101)."));
    }
    if !story.out.contains("Mi hijo terminó con código 101\n") {
        if run.end != End::Exited(0) {
            return Err(ended_badly(bench, &run));
        }
        return Err(failure
            .happened(quote(&about_the_child(&story.out)))
            .cause("El código 101 se pierde por el camino.")
            .next("Si catch_unwind devuelve un error, termina el hijo con _exit(101)."));
    }
    if said {
        return Ok(());
    }
    Err(failure
        .expecting("Que el mensaje del pánico llegara a la salida de errores.")
        .happened(format!("No llegó:\n{}", quote(&run.err())))
        .cause("Se cambia el gancho de pánico, o se cierra la salida de errores.")
        .next("Deja que Rust escriba el mensaje; tú solo tienes que parar el pánico."))
}

fn every_order(bench: &Bench) -> CheckResult {
    // Si lo que sale está mal lo dicen las demás: aquí solo se mira que no cambie.
    let usual = told(bench, &["--sin-pid"])?.out;
    let expected = bench.reference()?.args(["--sin-pid"]).run()?.out();
    let schedules = bench.all_schedules(&["--sin-pid"], None)?;
    // Al explorarlo, los PID son siempre los mismos: lo que se cuente también lo será.
    let heard = schedules
        .endings
        .first()
        .map_or(&usual, |ending| &ending.stdout);
    // De la variable que cambia habla otra comprobación.
    let told = heard.replace(&format!("¡Y {SHARED}!\n"), "");
    if let Some(failure) = chatter(&by_lines(&told), &by_lines(&expected)) {
        return Err(failure);
    }
    schedules.nobody_crashes()?;
    schedules.nobody_stuck()?;
    schedules.nobody_left()?;
    match schedules
        .endings
        .iter()
        .find(|ending| ending.stdout != usual)
    {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            Failure::expected(format!(
                "En todos los órdenes, lo mismo:\n{}",
                quote(&usual)
            ))
            .happened(format!(
                "Hay uno en el que sale esto:\n{}",
                quote(&ending.stdout)
            ))
            .cause("El padre y el hijo no están tan separados como parece.")
            .next("Mira en el dibujo quién escribe cada línea."),
        )),
    }
}

fn refused(bench: &Bench) -> CheckResult {
    for errno in [Errno::EAGAIN, Errno::ENOMEM] {
        let refusal = Refusal::fork(errno);
        let expected = bench
            .reference()?
            .args(["--sin-pid"])
            .refuse(refusal.clone())
            .run()?;
        let actual = bench.program().args(["--sin-pid"]).refuse(refusal).run()?;
        let promise = format!(
            "Que con fork rechazado ({}) `spawn` devolviera ese error, sin ejecutar la clausura.",
            castellano::errno::symbol(errno)
        );
        if Story::of(&actual).greetings() > 0 {
            return Err(Failure::expected(promise)
                .happened("La clausura se ejecutó, aunque no había ningún hijo.")
                .cause("Se ejecuta antes de saber si fork salió bien.")
                .next("Mira primero el error de fork: con `?` basta."));
        }
        if let End::Deadline(_) = actual.end {
            return Err(bench
                .explain_end(&actual)
                .expecting(promise)
                .cause("Se repite fork hasta que diga que sí, y puede no decirlo nunca.")
                .next("No insistas: devuelve el error. Quien te llama decide si merece la pena."));
        }
        bench
            .ended_like(&actual, &expected)
            .map_err(|failure| failure.expecting(&promise))?;
        bench.complained_alike(
            &actual.err(),
            &expected.err(),
            &promise,
            "El error de fork se pierde, o se cambia por otro. Si lo llamas como en C, −1 no es \
             un PID.",
        )?;
    }
    Ok(())
}
