//! El juez del reto 3: un registro que se publica de una vez, y un lector que no se fía.

use juez::process::End;
use juez::schedules::{Ending, Exit, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "ida_y_vuelta",
            "Sale lo que se publica, también con ceros dentro",
            2,
            round_trip,
        )
        .check("cabe", "Caben los que caben, y ni uno más", 1, fits)
        .check(
            "entero",
            "En todos los órdenes, el registro entero o ninguno",
            3,
            whole_or_nothing,
        )
        .check(
            "mentira",
            "Con un prefijo falso, no lee fuera de la región",
            2,
            lies,
        )
        .check(
            "cambio",
            "Tampoco si el prefijo cambia mientras lo mira",
            1,
            changes,
        )
        .check(
            "vecinos",
            "No escribe en más bytes que los suyos",
            1,
            neighbours,
        )
}

/// Registros de la línea de órdenes: `\0` es un byte a cero.
const RECORDS: [&str; 6] = [
    "Hola",
    "",
    r"un\0dentro",
    r"\0\0\0",
    "¡Ñandú! 🐧",
    "acaba en: \r",
];

fn round_trip(bench: &Bench) -> CheckResult {
    for record in RECORDS {
        same(bench, &["--registro", record]).map_err(|failure| {
            if !failure.cause.is_empty() {
                return failure;
            }
            failure
                .cause("El prefijo no dice lo que mide el registro, o los bytes no van detrás.")
                .next(
                    "El prefijo es un u32: el bit bajo, a 1; los otros 31, la longitud. Los bytes \
                     empiezan en el cuarto.",
                )
        })?;
    }
    Ok(())
}

/// Ejecuta los dos, y exige que salga y acabe igual.
fn same(bench: &Bench, args: &[&str]) -> CheckResult {
    let actual = bench.program().args(args.iter().copied()).run()?;
    let expected = bench.reference()?.args(args.iter().copied()).run()?;
    if actual.err().contains(TRESPASS) {
        return Err(trespass(args, &actual.err()));
    }
    if actual.out() == expected.out() && actual.end == expected.end {
        return bench.complained_alike(
            &actual.err(),
            &expected.err(),
            &format!("Con `{}`:", args.join(" ")),
            "El error no dice lo que mide el registro, o lo que de verdad cabe.",
        );
    }
    if let Some(chatty) = chatter(&actual.out(), &expected.out())
        && !expected.out().is_empty()
    {
        return Err(chatty);
    }
    if actual.panicked() || actual.err().contains("panicked at") {
        return Err(bench.explain_end(&actual));
    }
    Err(Failure::expected(format!(
        "Con `{}`:\n{}{}",
        args.join(" "),
        quote(&expected.out()),
        quote(&expected.err())
    ))
    .happened(format!("{}{}", quote(&actual.out()), quote(&actual.err()))))
}

/// Cuatro bytes de prefijo y, detrás, los del registro.
fn fits(bench: &Bench) -> CheckResult {
    for (bytes, record) in [
        ("16", "doce justitos"),
        ("16", "doce justos."),
        ("8", "Olé"),
        ("8", "Olé."),
        ("4", ""),
        ("4", "x"),
    ] {
        let args = ["--bytes", bytes, "--registro", record];
        same(bench, &args).map_err(|failure| {
            if !failure.cause.is_empty() {
                return failure;
            }
            failure
                .cause("La cuenta de lo que cabe no es la longitud menos el prefijo.")
                .next("Caben `len - 4` bytes, justos: ese registro vale, y uno más largo no.")
        })?;
    }
    Ok(())
}

/// Uno corto, y uno cuya longitud no cabe en un byte del prefijo.
fn cases() -> [[String; 5]; 2] {
    let case = |bytes: &str, record: String| {
        let given = ["--a-la-vez", "--bytes", bytes, "--registro", &record];
        given.map(str::to_owned)
    };
    [
        case("16", "Hola".to_owned()),
        case("256", "largo ".repeat(33)),
    ]
}

fn explored(bench: &Bench, args: &[String]) -> Result<Schedules, Failure> {
    let run = bench.program().args(["--registro", ""]).run()?;
    bench.written(&run)?;
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    bench.all_schedules(&args, None)
}

fn whole_or_nothing(bench: &Bench) -> CheckResult {
    for args in cases() {
        let schedules = explored(bench, &args)?;
        schedules.nobody_stuck()?;
        let alone = args.iter().filter(|arg| *arg != "--a-la-vez");
        let whole = bench.reference()?.args(alone).run()?.out();
        let right = |ending: &Ending| {
            let told = ending.stdout == whole || ending.stdout == NOTHING;
            told && ending.exit == Exit::Code(0)
        };
        if let Some(ending) = schedules.endings.iter().find(|ending| !right(ending)) {
            return Err(chatter(&ending.stdout, &whole)
                .unwrap_or_else(|| ending.picture(torn(ending, &whole))));
        }
        // Y las dos cosas se ven: si no hay ningún orden en el que salga, no sale nunca.
        for (wanted, cause) in [
            (
                whole.as_str(),
                "Lo publicado no se ve: no está en la región, o no se avisa.",
            ),
            (
                NOTHING,
                "`fetch` espera a que haya registro, y no tiene que esperar.",
            ),
        ] {
            let seen = |ending: &Ending| ending.stdout == wanted;
            if schedules.exhaustive && !schedules.endings.iter().any(seen) {
                return Err(Failure::expected(format!(
                    "Que hubiera un orden en el que saliera esto:\n{}",
                    quote(wanted)
                ))
                .happened("No hay ninguno.")
                .cause(cause)
                .next("`publish` pone el prefijo, y `fetch` lo mira una vez."));
            }
        }
    }
    Ok(())
}

/// Lo que dice el hijo si mira antes de tiempo.
const NOTHING: &str = "El hijo no encuentra nada todavía\n";

fn torn(ending: &Ending, whole: &str) -> Failure {
    let failure = Failure::expected(format!(
        "Que en todos los órdenes el hijo no encontrara nada, o sacara el registro entero:\n{}",
        quote(whole)
    ))
    .happened(format!(
        "Hay un orden en el que sale esto:\n{}",
        ending.shown()
    ));
    let length = |text: &str| {
        let (_, rest) = text.split_once("saca ")?;
        rest.split(' ').next().map(str::to_owned)
    };
    if ending.stdout.contains("no se fía") || length(&ending.stdout) != length(whole) {
        return failure
            .cause("El prefijo se escribe a trozos, y el hijo lo lee a medio escribir.")
            .next("Escríbelo de una vez, con un atómico: `AtomicU32::from_ptr` y `store`.");
    }
    failure
        .cause("El prefijo dice que hay registro antes de que estén todos los bytes.")
        .next("Primero los bytes; el prefijo, lo último (`Ordering::Release`).")
}

/// Prefijos de una región de 16 bytes, en la que caben 12.
fn lies(bench: &Bench) -> CheckResult {
    for lie in ["12", "13", "16", "1000", "2147483647"] {
        let args = ["--bytes", "16", "--miente", lie];
        let run = bench.program().args(args).run()?;
        if run.err().contains("lo mata") {
            return Err(outside(&format!("Con un prefijo que dice {lie} bytes"))
                .happened(quote(&run.err())));
        }
        same(bench, &args).map_err(|failure| {
            if !failure.cause.is_empty() {
                return failure;
            }
            failure
                .cause("No se compara lo que dice el prefijo con lo que de verdad cabe.")
                .next("Caben `len - 4` bytes: si dice más, `RecordError::Corrupt`.")
        })?;
    }
    Ok(())
}

/// Leyó donde no debía: la región acaba en una página de guarda.
fn outside(when: &str) -> Failure {
    Failure::expected(format!("{when}, que `fetch` no leyera fuera de la región."))
        .cause("Se lee lo que dice el prefijo sin mirar si cabe.")
        .next("Antes de leer, compara la longitud con los bytes que hay detrás del prefijo.")
}

fn changes(bench: &Bench) -> CheckResult {
    let args = ["--bytes", "16", "--registro", "Hola", "--cambia", "1000"];
    let args = args.map(str::to_owned);
    let schedules = explored(bench, &args)?;
    let honest = bench.reference()?.args(["--registro", "Hola"]).run()?.out();
    let warned = bench
        .reference()?
        .args(["--bytes", "16", "--miente", "1000"])
        .run()?
        .out();
    for ending in &schedules.endings {
        if ending.stderr.contains(TRESPASS) {
            return Err(trespass(&["--cambia 1000"], &ending.stderr));
        }
        let promise = "Si el prefijo cambia mientras se mira";
        if ending.verdict == Verdict::Crash || ending.stderr.contains("lo mata") {
            return Err(ending.picture(
                outside(promise)
                    .happened(format!(
                        "Hay un orden en el que lee más allá:\n{}",
                        quote(&ending.stderr)
                    ))
                    .cause(
                        "El prefijo se mira dos veces: una para comprobarlo y otra para usarlo. \
                         Entre las dos ha cambiado.",
                    )
                    .next("Cópialo una vez a una variable, y comprueba y usa esa copia."),
            ));
        }
        if ending.stdout != honest && ending.stdout != warned {
            return Err(ending.picture(
                Failure::expected(format!(
                    "{promise}, una de las dos cosas:\n{}{}",
                    quote(&honest),
                    quote(&warned)
                ))
                .happened(ending.shown())
                .cause("Se mezclan dos prefijos: lo comprobado no es lo que se usa.")
                .next("Cópialo una vez a una variable, y comprueba y usa esa copia."),
            ));
        }
    }
    Ok(())
}

/// Lo que dice el programa si `publish` escribe donde no debe.
const TRESPASS: &str = "bytes que no le hacían falta";

fn trespass(args: &[&str], stderr: &str) -> Failure {
    Failure::expected(format!(
        "Con `{}`, que `publish` escribiera solo el prefijo y los bytes del registro; y, si no \
         cabe, nada.",
        args.join(" ")
    ))
    .happened(quote(stderr))
    .cause("Se limpia o se rellena lo que sobra, o se escribe antes de saber si cabe.")
    .next("Mira primero si cabe. Después, los bytes del registro, y ninguno más.")
}

fn neighbours(bench: &Bench) -> CheckResult {
    for (bytes, record) in [
        ("64", "Hola"),
        ("64", ""),
        ("16", "no quepo ahí"),
        ("8", "nada"),
    ] {
        let args = ["--bytes", bytes, "--registro", record];
        let run = bench.program().args(args).run()?;
        bench.written(&run)?;
        if run.err().contains(TRESPASS) {
            return Err(trespass(&args, &run.err()));
        }
        if matches!(run.end, End::Killed(_)) {
            return Err(bench.explain_end(&run));
        }
    }
    Ok(())
}
