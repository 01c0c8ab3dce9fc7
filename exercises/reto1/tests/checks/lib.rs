//! El juez del reto 1: dónde acaba la región, y qué hay detrás.

use juez::process::{End, maps};
use juez::schedules::{Ending, Exit, Fault};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "entera",
            "Se puede usar entera, y la comparten los dos",
            2,
            whole,
        )
        .check(
            "justo",
            "El primer byte de fuera mata, y el último de dentro no",
            3,
            exactly_there,
        )
        .check(
            "guarda",
            "Detrás hay una página reservada que nadie puede tocar",
            1,
            guard_page,
        )
        .check(
            "rechazos",
            "Si el sistema dice que no, no queda nada reservado",
            2,
            refusals,
        )
        .check(
            "suelta",
            "Se suelta entera, con su guarda, y el error se ve",
            1,
            released,
        )
        .check("enorme", "Con una longitud imposible, ENOMEM", 1, enormous)
}

/// Menos de una página, justo una, una y un byte, y varias.
const LENGTHS: [&str; 5] = ["9000", "1", "4095", "4096", "4097"];

fn whole(bench: &Bench) -> CheckResult {
    for bytes in LENGTHS {
        let args = ["--bytes", bytes];
        let actual = bench.program().args(args).run()?;
        let expected = bench.reference()?.args(args).run()?;
        if actual.out() == expected.out() && actual.end == expected.end {
            continue;
        }
        if let Some(chatty) = chatter(&actual.out(), &expected.out()) {
            return Err(chatty);
        }
        let failure = Failure::expected(format!("Con {bytes} bytes:\n{}", quote(&expected.out())))
            .happened(format!(
                "El programa {}.\n{}{}",
                actual.describe_end(),
                quote(&actual.out()),
                quote(&actual.err())
            ));
        if actual.err().contains("no se ha salido") || matches!(actual.end, End::Killed(_)) {
            return Err(failure
                .cause(
                    "La guarda tapa bytes de la región, o se reservan menos de los que se piden.",
                )
                .next("Reserva las páginas de la región **y** una más, y protege solo esa."));
        }
        if actual.err().contains("release_guarded: ") {
            return Err(failure
                .cause("munmap no acepta lo que se le pasa: la región no empieza en una página.")
                .next("Resta lo que sobraba delante: munmap quiere la dirección que dio mmap."));
        }
        if actual.end != End::Exited(0) {
            return Err(bench.explain_end(&actual).expecting(&failure.expected));
        }
        return Err(failure
            .cause("Los dos no comparten la región, o no empieza a cero.")
            .next("Pídela con MAP_SHARED, y no escribas en ella antes de entregarla."));
    }
    Ok(())
}

/// Un solo byte cada vez, y siempre en un hijo: el padre cuenta cómo le fue.
fn exactly_there(bench: &Bench) -> CheckResult {
    for bytes in LENGTHS {
        let len: usize = bytes.parse().unwrap_or_default();
        for (way, place) in [("--toca", len - 1), ("--toca", len), ("--mira", len)] {
            let place = place.to_string();
            let args = ["--bytes", bytes, way, &place];
            let actual = bench.program().args(args).run()?;
            let expected = bench.reference()?.args(args).run()?;
            if actual.out() == expected.out() {
                continue;
            }
            if actual.out().is_empty() {
                return Err(bench.explain_end(&actual));
            }
            let failure = Failure::expected(format!(
                "En una región de {bytes} bytes (del 0 al {}):\n{}",
                len - 1,
                quote(&expected.out())
            ))
            .happened(quote(&actual.out()));
            return Err(if !expected.out().contains("lo mata") {
                failure
                    .cause("La guarda empieza antes de tiempo, y tapa el último byte.")
                    .next("La guarda empieza donde acaba la región: en el byte número `len`.")
            } else if way == "--mira" {
                failure
                    .cause("En la guarda se puede leer.")
                    .next("Quítale todos los permisos: ProtFlags::PROT_NONE.")
            } else {
                failure
                    .cause(
                        "No hay guarda detrás, o lo que sobra de la última página queda entre la \
                         región y la guarda.",
                    )
                    .next(
                        "Devuelve una dirección más adelante: lo que sobra, delante, y que el \
                         último byte toque la guarda.",
                    )
            });
        }
    }
    Ok(())
}

fn guard_page(bench: &Bench) -> CheckResult {
    for (bytes, len) in [("4096", 4096_u64), ("9000", 9000)] {
        let mut running = bench
            .program()
            .args(["--bytes", bytes, "--pausa"])
            .start()?;
        if !running.wait_for_output("En pausa") {
            return Err(bench.explain_end(&running.finish()?));
        }
        let mappings = maps::read(running.pid())
            .map_err(|error| Failure::tool(format!("No se pudo leer /proc/PID/maps: {error}.")))?;
        running.send(b"\n");
        let run = running.finish()?;
        let start = address(&run.out())
            .ok_or_else(|| Failure::tool("El programa no dice dónde está la región."))?;
        let end = start + len;
        let behind = mappings.iter().find(|mapping| mapping.range.contains(&end));
        let failure = Failure::expected(format!(
            "Que detrás de una región de {bytes} bytes hubiera una página reservada y sin permisos."
        ));
        let Some(behind) = behind else {
            return Err(failure
                .happened("Detrás no hay nada reservado.")
                .cause(
                    "Un hueco también mata, pero solo mientras siga vacío: cualquier reserva \
                     posterior lo puede ocupar.",
                )
                .next("Reserva una página más y quítale los permisos con mprotect."));
        };
        let permissions = behind.permissions();
        if !permissions.starts_with("---") || behind.range.start != end || behind.len() < PAGE {
            return Err(failure
                .happened(format!(
                    "Lo que hay tiene los permisos {permissions}, y empieza {} bytes antes.",
                    end - behind.range.start
                ))
                .cause("No hay guarda, o no empieza donde acaba la región.")
                .next("mprotect con PROT_NONE en la página que sigue a la región."));
        }
    }
    Ok(())
}

const PAGE: u64 = 4096;

/// La dirección que dice el programa: «La región está en 0x…».
fn address(out: &str) -> Option<u64> {
    let (_, rest) = out.split_once("La región está en 0x")?;
    u64::from_str_radix(rest.lines().next()?, 16).ok()
}

/// Un acceso cualquiera de dentro: lo que se mira es lo que queda detrás.
const ARGS: [&str; 4] = ["--bytes", "9000", "--toca", "0"];

/// Los finales en los que se rechazó esta llamada, una vez cada una.
fn refused(bench: &Bench, call: &str, errno: Errno) -> Result<Vec<Ending>, Failure> {
    let mut found = Vec::new();
    for nth in 1.. {
        let fault = Fault::errno(call, nth, errno as i32);
        let endings = bench.all_schedules(&ARGS, Some(&fault))?.endings;
        let disturbed = endings.into_iter().filter(Ending::was_disturbed);
        let before = found.len();
        found.extend(disturbed);
        if found.len() == before || nth == MOST {
            break;
        }
    }
    Ok(found)
}

/// Ningún programa que acabe hace tantas llamadas.
const MOST: usize = 8;

fn explored(bench: &Bench) -> Result<Vec<Ending>, Failure> {
    let run = bench.program().args(ARGS).run()?;
    bench.written(&run)?;
    let schedules = bench.all_schedules(&ARGS, None)?;
    schedules.nobody_crashes()?;
    Ok(schedules.endings)
}

fn refusals(bench: &Bench) -> CheckResult {
    explored(bench)?;
    let mut protects = false;
    for (call, errno) in [
        ("mmap", Errno::ENOMEM),
        ("mprotect", Errno::ENOMEM),
        ("mmap", Errno::EAGAIN),
    ] {
        for ending in refused(bench, call, errno)? {
            protects |= call == "mprotect";
            copes(&ending, call, errno)?;
        }
    }
    if protects || bench_uses_only_mmap(bench)? {
        return Ok(());
    }
    Err(Failure::expected("Que se protegiera la página de guarda.")
        .happened("No se llama ni a mprotect ni a mmap más de una vez.")
        .cause("Con una sola llamada todas las páginas tienen los mismos permisos.")
        .next("Después de mmap, quítale los permisos a la última página con mprotect."))
}

/// Quien pone la guarda con otro `mmap` encima también vale.
fn bench_uses_only_mmap(bench: &Bench) -> Result<bool, Failure> {
    Ok(refused(bench, "mmap", Errno::ENOMEM)?.len() > 1)
}

fn copes(ending: &Ending, call: &str, errno: Errno) -> CheckResult {
    let symbol = castellano::errno::symbol(errno);
    let failure = Failure::expected(format!(
        "Que al rechazarse {call} ({symbol}), `allocate_guarded` devolviera ese error y no \
         quedara nada reservado."
    ))
    .happened(ending.shown());
    if ending.stderr.contains("panicked at") {
        return Err(ending.picture(
            failure
                .cause("Un `panic!`: un `unwrap` o un `expect` con lo que devuelve la llamada.")
                .next("Devuelve el error tal como llega: basta con `?`."),
        ));
    }
    if ending.exit == Exit::Code(0) {
        return Err(ending.picture(
            failure
                .cause("El error se ignora: la región se entrega sin vigilar.")
                .next("Una región sin guarda no es lo que se ha pedido: devuelve el error."),
        ));
    }
    if !ending.stderr.contains(&symbol) {
        return Err(ending.picture(
            failure
                .cause("Se devuelve otro error: uno inventado, o el de deshacer lo hecho.")
                .next("Guarda el error de la llamada que falla, y devuelve ese."),
        ));
    }
    if ending.leaked_mappings > 0 {
        return Err(ending.picture(
            failure
                .cause("Lo reservado antes de que fallara se queda reservado, y nadie lo sabe.")
                .next("Si mprotect falla, munmap de todo antes de devolver el error."),
        ));
    }
    Ok(())
}

fn released(bench: &Bench) -> CheckResult {
    let args = ["--rondas", "500"];
    let (actual, expected) = bench.run_both(&args)?;
    let failure = Failure::expected(format!("Que saliera esto:\n{}", quote(&expected.out())))
        .happened(quote(&actual.out()));
    if actual.out() != expected.out() {
        return Err(failure
            .cause("munmap no alcanza a todo: se queda la guarda, o lo que sobraba delante.")
            .next("La longitud de munmap es la que se le pidió a mmap, con la guarda."));
    }
    for ending in explored(bench)? {
        if ending.leaked_mappings > 0 {
            return Err(ending.picture(
                Failure::expected("Que no quedara ninguna proyección al terminar.")
                    .happened("Queda alguna.")
                    .cause(
                        "munmap no alcanza a todo: se queda la guarda, o lo que sobraba delante.",
                    )
                    .next("La longitud de munmap es la que se le pidió a mmap, con la guarda."),
            ));
        }
    }
    let hidden = |ending: &&Ending| ending.stderr.is_empty() && ending.exit == Exit::Code(0);
    // La primera es la del hijo, que sin soltarla termina con un 1; la segunda, del padre.
    let refused = refused(bench, "munmap", Errno::EINVAL)?;
    let Some(ending) = refused.last() else {
        return Err(failure
            .expecting("Que `release_guarded` llamara a munmap.")
            .happened("No se llama.")
            .cause("La función no hace nada.")
            .next("munmap, con el principio de lo reservado y toda su longitud."));
    };
    if hidden(&ending) {
        return Err(ending.picture(
            Failure::expected("Que al negarse munmap, `release_guarded` devolviera ese error.")
                .happened("El programa terminó como si la hubiera soltado.")
                .cause("El resultado de munmap se ignora.")
                .next("Devuelve lo que devuelva munmap."),
        ));
    }
    Ok(())
}

/// Longitudes con las que, al redondear o al sumar la guarda, no cabe la cuenta.
fn enormous(bench: &Bench) -> CheckResult {
    for less in [0, 1, 4095, 4096, 8191] {
        let bytes = (usize::MAX - less).to_string();
        let args = ["--bytes", &bytes];
        let actual = bench.program().args(args).run()?;
        let expected = bench.reference()?.args(args).run()?;
        if actual.end == expected.end && actual.err() == expected.err() {
            continue;
        }
        bench.written(&actual)?;
        return Err(
            Failure::expected(format!("Con {bytes} bytes:\n{}", quote(&expected.err())))
                .happened(format!(
                    "El programa {}.\n{}{}",
                    actual.describe_end(),
                    quote(&actual.out()),
                    quote(&actual.err())
                ))
                .cause("Al redondear o al sumar la página de guarda, el número se desborda.")
                .next("`checked_next_multiple_of` y `checked_add`: si dan None, ENOMEM."),
        );
    }
    Ok(())
}
