//! El juez del paso 5: cuenta las regiones que suelta cada proceso, en todos los
//! órdenes y por todos los caminos.

use juez::process::{End, Refusal, maps};
use juez::schedules::{Ending, Exit, Fault, Schedules, Unmapping};
use juez::{Attempt, Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "historia",
            "El mensaje llega, y nadie toca lo ya liberado",
            2,
            story,
        )
        .check(
            "una_vez",
            "Cada proceso libera cada región, y solo una vez",
            2,
            exactly_once,
        )
        .check(
            "medida",
            "Se libera la longitud que se reservó",
            1,
            right_length,
        )
        .check("drop", "Por un camino de error, libera drop", 2, dropped)
        .check("error", "El error de munmap no se esconde", 1, error_shown)
        .check(
            "rechazos",
            "Si el sistema dice que no, no queda nada detrás",
            1,
            refusals,
        )
        .check(
            "rondas",
            "Diez mil rondas no dejan ninguna proyección",
            1,
            rounds,
        )
}

/// Una longitud que no es de páginas enteras, para que se note si se inventa otra.
const BYTES: &str = "9000";
/// Bytes de una página: el núcleo reserva por páginas enteras.
const PAGE: u64 = 4096;
const ARGS: [&str; 2] = ["--bytes", BYTES];

/// Todos los órdenes del programa, si es que ya hay algo escrito.
fn explored(bench: &Bench) -> Result<Schedules, Failure> {
    let run = bench.program().args(ARGS).run()?;
    bench.written(&run)?;
    // Con una copia cada uno, el padre y el hijo no se entienden, y no hay nada que mirar.
    not_a_copy(&looked_at(bench)?)?;
    bench.all_schedules(&ARGS, None)
}

fn story(bench: &Bench) -> CheckResult {
    the_region_itself(bench)?;
    let schedules = explored(bench)?;
    let expected = bench.reference()?.args(ARGS).run()?.out();
    schedules.nobody_crashes()?;
    schedules.nobody_stuck()?;
    match schedules
        .endings
        .iter()
        .find(|ending| ending.stdout != expected)
    {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            chatter(&ending.stdout, &expected).unwrap_or_else(|| other_story(ending, &expected)),
        )),
    }
}

fn other_story(ending: &Ending, expected: &str) -> Failure {
    let failure = Failure::expected(format!("En todos los órdenes:\n{}", quote(expected)))
        .happened(ending.shown());
    if ending.stderr.contains("paso5: munmap: ") {
        return failure
            .cause("munmap no acepta lo que se le pasa.")
            .next("Pásale la dirección en la que empieza la región, y su longitud, que no es 0.");
    }
    if !ending.stdout.is_empty()
        && expected.starts_with(&ending.stdout)
        && ending.exit == Exit::Code(0)
    {
        return failure
            .cause("El programa no llega al final: algo llama a `exit`.")
            .next("Devuelve el resultado a quien te llamó: terminar el proceso no es cosa tuya.");
    }
    failure
        .cause("Los bytes que dan as_bytes o as_bytes_mut no son los de la región.")
        .next("Haz el préstamo desde el principio de la región y con toda su longitud.")
}

/// Con un solo proceso se ve si la región es la que se pidió: entera y a cero.
fn the_region_itself(bench: &Bench) -> CheckResult {
    let said = looked_at(bench)?;
    let failure = Failure::expected(format!("Una región nueva de {BYTES} bytes, entera."))
        .happened(quote(&said));
    if said.contains("as_bytes presta") {
        return Err(failure
            .cause("Los bytes que dan as_bytes o as_bytes_mut no son los de la región.")
            .next("Haz el préstamo desde el principio de la región y con toda su longitud."));
    }
    if said.contains("no empieza a cero") {
        return Err(failure
            .cause("`new` escribe en la región antes de entregarla, o no es nueva.")
            .next("La memoria que da allocate ya está a cero: no la toques."));
    }
    not_a_copy(&said)
}

fn not_a_copy(said: &str) -> CheckResult {
    if !said.contains("no se lee en as_bytes") {
        return Ok(());
    }
    Err(
        Failure::expected("Que lo que se escribe en la región se leyera en ella.")
            .happened(quote(said))
            .cause("as_bytes o as_bytes_mut prestan una copia: lo que se escribe se pierde.")
            .next("Haz los dos préstamos sobre la región: from_raw_parts, y no to_vec."),
    )
}

/// Lo que dice el programa al mirar, con un solo proceso, la región que se le da.
fn looked_at(bench: &Bench) -> Result<String, Failure> {
    let args = ["--rondas", "1", "--bytes", BYTES];
    Ok(bench.program().args(args).run()?.err())
}

fn exactly_once(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    for ending in schedules.observed()? {
        let calls = ending.unmappings();
        if let Some(extra) = calls.iter().find(|call| call.regions.is_empty()) {
            return Err(ending.picture(
                Failure::expected("Que cada proceso soltara cada región una sola vez.")
                    .happened(format!("{} llama a munmap donde ya no hay ninguna región.", who(extra)))
                    .cause("La región se suelta dos veces: `release` y, al terminar, también `drop`.")
                    .next("Después de soltarla, que `drop` no se ejecute: ManuallyDrop o mem::forget."),
            ));
        }
        if let Some(lane) =
            (0..ending.lanes()).find(|&lane| released_by(lane, &calls) < ending.regions().len())
        {
            return Err(ending.picture(
                Failure::expected("Que cada proceso soltara todas sus regiones.")
                    .happened(format!(
                        "{} soltó {} de {}.",
                        name(lane),
                        released_by(lane, &calls),
                        castellano::plural(ending.regions().len(), "región", "regiones")
                    ))
                    .cause("Falta una llamada a munmap, o no alcanza a la región entera.")
                    .next("munmap quita la región solo del proceso que lo llama: hace falta en los dos."),
            ));
        }
    }
    Ok(())
}

fn released_by(lane: usize, calls: &[Unmapping]) -> usize {
    calls
        .iter()
        .filter(|call| call.lane == lane && call.accepted)
        .map(|call| call.regions.len())
        .sum()
}

fn right_length(bench: &Bench) -> CheckResult {
    let schedules = explored(bench)?;
    for ending in schedules.observed()? {
        let asked: u64 = BYTES.parse().expect("es un número");
        let enough = asked..=asked.next_multiple_of(PAGE);
        let reserved = ending.reserved_lengths();
        if !reserved.iter().any(|length| enough.contains(length)) {
            return Err(ending.picture(
                Failure::expected(format!("Que se reservaran los {BYTES} bytes que se piden."))
                    .happened(format!(
                        "Ninguna reserva es de {BYTES} bytes: son de {reserved:?}."
                    ))
                    .cause("`new` pide a allocate una longitud fija, o la de otra cosa.")
                    .next("Pásale la longitud que te dan, tal cual."),
            ));
        }
        if releases_another_length(ending) {
            return Err(ending.picture(
                Failure::expected(format!(
                    "Que la región de {BYTES} bytes se soltara con esa longitud."
                ))
                .happened("Ninguna llamada a munmap lleva esa longitud.")
                .cause("Se pasa a munmap una longitud fija, o la de otra cosa.")
                .next("Guarda la longitud con la que reservaste, y pásala tal cual."),
            ));
        }
    }
    Ok(())
}

/// Si hay un proceso que suelta algo, pero nada de `BYTES` bytes. Quien no suelta
/// nada falla en otra comprobación, que lo explica mejor.
fn releases_another_length(ending: &Ending) -> bool {
    let calls = ending.unmappings();
    let right = |call: &Unmapping| BYTES.parse() == Ok(call.length);
    calls.iter().any(|call| {
        !calls
            .iter()
            .any(|other| other.lane == call.lane && right(other))
    })
}

fn dropped(bench: &Bench) -> CheckResult {
    abandoned(bench)?;
    silent_drop(bench)?;
    half_reserved(bench)
}

/// Un `drop` no tiene a quién contarle nada: si munmap se niega, calla y sigue.
fn silent_drop(bench: &Bench) -> CheckResult {
    let refusal = Refusal::munmap(BYTES.parse().unwrap_or_default(), Errno::EINVAL);
    let run = bench.program().args(ABANDONED).refuse(refusal).run()?;
    if run.end == End::Exited(1) {
        return Ok(());
    }
    let failure = bench
        .explain_end(&run)
        .expecting("Que si munmap se niega dentro de `drop`, el programa acabara igual, con 1.");
    if let End::Deadline(_) = run.end {
        return Err(failure
            .cause("Se repite munmap hasta que diga que sí, y puede no decirlo nunca.")
            .next("No insistas: en `release`, devuelve el error; en `drop`, déjalo pasar."));
    }
    Err(failure
        .cause("`drop` entra en pánico con el error. Si ya había otro pánico, sería un `abort`.")
        .next("En `drop`, deja pasar el error: `let _ = release(…);`. Quien quiera saberlo llama a `release`."))
}

/// La segunda reserva no se consigue: hay que devolver la primera.
fn half_reserved(bench: &Bench) -> CheckResult {
    let fault = Fault::errno("mmap", 2, Errno::ENOMEM as i32);
    let schedules = bench.all_schedules(&ARGS, Some(&fault))?;
    for ending in &schedules.endings {
        let failure = Failure::expected(
            "Que si la segunda reserva no se consigue (ENOMEM), `new` devolviera ese error y \
             la primera región se soltara.",
        );
        if ending.panicked() {
            return Err(ending.picture(
                failure
                    .happened(format!(
                        "El programa entró en pánico:\n{}",
                        quote(&ending.stderr)
                    ))
                    .cause("Un `panic!`: un `unwrap` o un `expect` con lo que devuelve allocate.")
                    .next("Devuelve el error de allocate tal como llega: basta con `?`."),
            ));
        }
        if ending.exit == Exit::Code(0) || ending.leaked_mappings > 0 {
            return Err(ending.picture(
                failure
                    .happened(format!(
                        "El programa siguió, o se fue con la primera región reservada:\n{}",
                        ending.shown()
                    ))
                    .cause("El error de allocate se esconde, o `drop` no suelta la región.")
                    .next("Devuelve el error de allocate con `?`, y suelta la región en `drop`."),
            ));
        }
    }
    Ok(())
}

const ABANDONED: [&str; 3] = ["--abandona", "--bytes", BYTES];

fn abandoned(bench: &Bench) -> CheckResult {
    let run = bench.program().args(ABANDONED).run()?;
    bench.written(&run)?;
    let ending = bench.one_schedule(&ABANDONED)?;
    let calls = ending.unmappings();
    if ending.leaked_mappings == 0 && calls.len() == ending.regions().len() && !calls.is_empty() {
        return Ok(());
    }
    let failure = Failure::expected("Que al irse por un error, `drop` soltara la región una vez.");
    Err(ending.picture(if calls.is_empty() {
        failure
            .happened("El programa se fue sin llamar a munmap.")
            .cause("`drop` no hace nada.")
            .next("Llama a `release` desde `drop`; el error, ahí, no se puede devolver.")
    } else {
        failure
            .happened(format!(
                "Se llamó a munmap {} y quedó memoria sin soltar o se soltó dos veces.",
                castellano::plural(calls.len(), "vez", "veces")
            ))
            .cause("`drop` suelta otra longitud, o más de una vez.")
            .next("En `drop`, una sola llamada, con la misma región y la misma longitud.")
    }))
}

fn error_shown(bench: &Bench) -> CheckResult {
    let length = BYTES.parse().unwrap_or_default();
    for errno in [Errno::EINVAL, Errno::ENOMEM] {
        let refusal = Refusal::munmap(length, errno);
        let expected = bench
            .reference()?
            .args(ARGS)
            .refuse(refusal.clone())
            .run()?;
        let actual = bench.program().args(ARGS).refuse(refusal).run()?;
        let promise = format!(
            "Que al negarse munmap, con {} ({}), `release` devolviera ese error.",
            castellano::errno::symbol(errno),
            castellano::errno::describe(errno)
        );
        if actual.end == End::Exited(0) {
            // Con otra longitud, lo que se niega no es esa llamada.
            right_length(bench)?;
            return Err(Failure::expected(promise)
                .happened("El programa terminó como si la región se hubiera liberado.")
                .cause("El resultado de munmap se ignora, o se cambia por Ok(()).")
                .next("Devuelve lo que devuelva munmap."));
        }
        if actual.end != expected.end {
            return Err(bench.explain_end(&actual).expecting(promise));
        }
        bench
            .complained_alike(
                &actual.err(),
                &expected.err(),
                &promise,
                "Se devuelve otro error, o el método `release` de SharedMemory no devuelve el \
                 suyo.",
            )
            .map_err(|failure| {
                failure
                    .next("Devuelve el resultado de munmap tal como llega, en los dos `release`.")
            })?;
    }
    Ok(())
}

const ATTEMPTS: [Attempt; 3] = [
    Attempt::new("mmap", Errno::ENOMEM),
    Attempt::new("fork", Errno::EAGAIN),
    Attempt::new("munmap", Errno::EINVAL).leaking(),
];

fn refusals(bench: &Bench) -> CheckResult {
    explored(bench)?;
    bench.copes_with_refusals(&ARGS, &ATTEMPTS)
}

/// Lo que no se libera se ve con una sola; con muchas, también lo que solo se olvida
/// de vez en cuando.
const ROUNDS: &str = "10000";

fn rounds(bench: &Bench) -> CheckResult {
    let mut running = bench
        .program()
        .args(["--rondas", ROUNDS, "--pausa"])
        .start()?;
    if !running.wait_for_output("En pausa") {
        return Err(bench.explain_end(&running.finish()?));
    }
    let left = maps::read(running.pid())
        .map_err(|error| Failure::tool(format!("No se pudo leer /proc/PID/maps: {error}.")))?
        .iter()
        .filter(|mapping| mapping.is_shared_anonymous())
        .count();
    if left == 0 {
        return Ok(());
    }
    Err(Failure::expected(format!(
        "Que después de {ROUNDS} rondas no quedara ninguna región compartida."
    ))
    .happened(format!(
        "Quedan {}.",
        castellano::plural(left, "proyección", "proyecciones")
    ))
    .cause("Alguno de los dos caminos, `release` o `drop`, no libera.")
    .next("Ejecuta `cargo run -p paso5 -- --rondas 10` y mira la cuenta."))
}

fn who(call: &Unmapping) -> &'static str {
    name(call.lane)
}

fn name(lane: usize) -> &'static str {
    if lane == 0 { "El padre" } else { "El hijo" }
}
