//! El juez del paso 1: mira desde fuera la región que reserva `allocate`.

use juez::process::maps::{self, Mapping};
use juez::process::{End, Finished, Refusal, Running};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

const PAGE: u64 = 4096;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check("compartida", "La región es compartida y anónima", 3, shared)
        .check("permisos", "Se puede leer y escribir", 1, permissions)
        .check(
            "longitud",
            "Mide lo que se pide, y se reserva una vez",
            2,
            length,
        )
        .check("ceros", "Empieza llena de ceros", 1, zeros)
        .check("hijo", "Lo que escribe el hijo lo ve el padre", 1, child)
        .check(
            "rechazo",
            "Si mmap dice que no, devuelve ese error",
            2,
            refused,
        )
}

/// El programa, parado justo después de reservar `bytes` bytes.
fn paused(bench: &Bench, bytes: u64) -> Result<Running, Failure> {
    let mut running = bench
        .program()
        .args(["--pausa", "--mensaje", "m", "--bytes", &bytes.to_string()])
        .start()?;
    if running.wait_for_output("En pausa") {
        return Ok(running);
    }
    let finished = running.finish()?;
    let failure = bench.explain_end(&finished);
    Err(match finished.end {
        // Antes de la pausa, el programa lee la región entera.
        End::Killed(_) => failure
            .expecting(format!(
                "Que al pedir {bytes} bytes se pudieran leer los {bytes}."
            ))
            .cause(
                "La región mide menos de lo que se pidió, no tiene permiso de lectura, o ya no \
                 está: se devolvió con munmap, o esa dirección no salió de mmap.",
            )
            .next(
                "Pasa a mmap la longitud que te dan, pide permiso de lectura y devuelve la \
                 dirección que te dé, sin hacer nada más con ella.",
            ),
        _ => what_mmap_says(failure, &finished.err())
            .expecting("Que el programa reservara la región y quedara en pausa, para mirarla."),
    })
}

/// Con argumentos que no valen, mmap dice cuál: es el mejor consejo.
fn what_mmap_says(failure: Failure, stderr: &str) -> Failure {
    let refused = |errno| stderr.contains(&format!("mmap: {} ", castellano::errno::symbol(errno)));
    if refused(Errno::EINVAL) {
        failure
            .cause(
                "mmap no acepta los argumentos: falta elegir entre MAP_SHARED y MAP_PRIVATE, o \
                 se ponen los dos, o la longitud o la dirección no valen.",
            )
            .next(
                "Pide `MapFlags::MAP_SHARED`, sin dirección (`None`) y con la longitud que te dan.",
            )
    } else if refused(Errno::EBADF) {
        failure
            .cause("Sin MAP_ANONYMOUS, mmap busca el archivo del descriptor, y no lo hay.")
            .next("Usa mmap_anonymous, que ya lo pone.")
    } else {
        failure
    }
}

/// La proyección que contiene la dirección que devolvió `allocate`.
fn region(running: &Running) -> Result<Mapping, Failure> {
    let address = printed_address(&running.out())
        .ok_or_else(|| Failure::tool("El programa no dijo dónde está la región."))?;
    all_mappings(running)?
        .into_iter()
        .find(|mapping| mapping.range.contains(&address))
        .ok_or_else(|| {
            Failure::expected("Que `allocate` devolviera la dirección de una región.")
                .happened(format!(
                    "En la dirección {address:#x} no hay ninguna memoria."
                ))
                .cause("Se devuelve una dirección inventada, o de algo que ya se liberó.")
                .next("Devuelve tal cual la dirección que da mmap.")
        })
}

fn all_mappings(running: &Running) -> Result<Vec<Mapping>, Failure> {
    maps::read(running.pid())
        .map_err(|error| Failure::tool(format!("No se pudo leer /proc/PID/maps: {error}.")))
}

fn printed_address(out: &str) -> Option<u64> {
    let (_, rest) = out.split_once(" en 0x")?;
    u64::from_str_radix(rest.split_whitespace().next()?, 16).ok()
}

fn shared(bench: &Bench) -> CheckResult {
    let running = paused(bench, PAGE)?;
    let region = region(&running)?;
    if region.is_shared_anonymous() {
        return Ok(());
    }
    let failure = Failure::expected(
        "Una región compartida y anónima: `rw-s` y `/dev/zero (deleted)` en /proc/PID/maps.",
    );
    Err(if region.backing == "[heap]" {
        failure
            .happened("La dirección devuelta está en el montón del proceso (`[heap]`).")
            .cause("La memoria viene de `Vec`, `Box` o `malloc`, y el hijo se lleva una copia.")
            .next("Pide la memoria al núcleo con mmap.")
            .section("idea")
    } else if region.backing.starts_with("[stack") {
        failure
            .happened("La dirección devuelta está en la pila del proceso (`[stack]`).")
            .cause(
                "Es la de una variable local: deja de existir cuando `allocate` vuelve, y el hijo \
                 se lleva una copia.",
            )
            .next("Pide la memoria al núcleo con mmap.")
            .section("idea")
    } else if region.shared {
        failure
            .happened(format!(
                "Es compartida, pero detrás hay un archivo: {}.",
                region.backing
            ))
            .cause("Se proyecta un archivo o un descriptor en lugar de memoria anónima.")
            .next("Usa mmap_anonymous, que no necesita ningún archivo.")
    } else {
        failure
            .happened(format!(
                "La región es privada: sus permisos son `{}`.",
                region.permissions()
            ))
            .cause(
                "Se pide con MAP_PRIVATE, o es memoria corriente (un `Vec`, una variable \
                 `static`): cada proceso acaba con su copia.",
            )
            .next("Pídela con mmap y MAP_SHARED, que hace que los cambios se vean.")
    })
}

fn permissions(bench: &Bench) -> CheckResult {
    let running = paused(bench, PAGE)?;
    let region = region(&running)?;
    if region.readable && region.writable && !region.executable {
        return Ok(());
    }
    if region.executable {
        return Err(
            Failure::expected("Permiso de lectura y de escritura (`rw`), y ninguno más.")
                .happened(format!(
                    "Los permisos de la región son `{}`: se puede ejecutar lo que haya en ella.",
                    region.permissions()
                ))
                .cause("Se pide también PROT_EXEC, y aquí solo va a haber datos.")
                .next(
                    "Quita PROT_EXEC: una región en la que se escribe y que se ejecuta es lo que \
                     busca quien ataca un programa.",
                ),
        );
    }
    Err(
        Failure::expected("Permiso de lectura y de escritura (`rw`).")
            .happened(format!(
                "Los permisos de la región son `{}`.",
                region.permissions()
            ))
            .cause("Falta PROT_READ o PROT_WRITE en la protección que se pide.")
            .next("Une los dos con `|`: escribir sin PROT_WRITE mata al proceso con SIGSEGV."),
    )
}

fn length(bench: &Bench) -> CheckResult {
    for bytes in [1, PAGE, PAGE + 1, 100_000, 300_001] {
        let running = paused(bench, bytes)?;
        let expected = bytes.next_multiple_of(PAGE);
        let region = region(&running)?;
        if !region.shared {
            return Err(Failure::expected("Una región aparte, que se pueda medir.")
                .happened("La región es privada, y el núcleo la junta con la memoria de al lado.")
                .cause("La misma por la que no es compartida.")
                .next("Arregla primero que sea compartida; después se podrá medir."));
        }
        // Dos regiones seguidas y con los mismos permisos salen como una sola.
        let reserved: u64 = all_mappings(&running)?
            .iter()
            .filter(|mapping| mapping.is_shared_anonymous())
            .map(Mapping::len)
            .sum();
        if region.len() == expected && (reserved == expected || reserved == 0) {
            continue;
        }
        let pages = castellano::plural(expected / PAGE, "página", "páginas");
        return Err(Failure::expected(format!(
            "Al pedir {bytes} bytes, una región de {pages}: {expected} bytes."
        ))
        .happened(format!(
            "La región mide {} bytes, y en total hay {reserved} bytes compartidos.",
            region.len()
        ))
        .cause(if reserved > region.len() {
            "Se llama a mmap más de una vez."
        } else if region.len() > expected {
            "Se pide de más: el núcleo ya redondea a páginas enteras."
        } else {
            "La longitud es fija, o no es la que se pidió."
        })
        .next("Pasa a mmap la longitud que te dan, tal cual, y llámalo una sola vez."));
    }
    Ok(())
}

fn zeros(bench: &Bench) -> CheckResult {
    let running = paused(bench, 3 * PAGE)?;
    let region = region(&running)?;
    let bytes = maps::read_memory(running.pid(), region.range.clone())
        .map_err(|error| Failure::tool(format!("No se pudo leer la memoria: {error}.")))?;
    let said_zero = running.out().contains("Bytes distintos de cero: 0\n");
    match bytes.iter().position(|&byte| byte != 0) {
        None if said_zero => Ok(()),
        // En el montón la proyección es más ancha que la región pedida.
        Some(_) if said_zero && !region.shared => Ok(()),
        found => Err(
            Failure::expected("Una región recién reservada: todos sus bytes a cero.")
                .happened(match found {
                    Some(offset) => format!("El byte {offset} ya vale {}.", bytes[offset]),
                    None => running.out().lines().last().unwrap_or_default().to_owned(),
                })
                .cause("Alguien escribe en la región antes de entregarla, o no es nueva.")
                .next("La memoria que da mmap con MAP_ANONYMOUS ya está a cero: no la toques."),
        ),
    }
}

fn child(bench: &Bench) -> CheckResult {
    for (message, bytes) in [("¡Hola!", "4096"), ("ñandú 🦤", "11"), ("x", "65537")] {
        let args = ["--mensaje", message, "--bytes", bytes];
        let (actual, expected) = bench
            .run_both(&args)
            .map_err(|failure| not_writable(failure, &args))?;
        bench.nobody_left(&actual).map_err(|failure| {
            failure
                .cause("`allocate` crea un proceso, y nadie lo espera.")
                .next("Aquí no hace falta `fork`: el hijo lo crea el programa (`src/main.rs`).")
        })?;
        let (told, awaited) = (
            without_address(&actual.out()),
            without_address(&expected.out()),
        );
        if told != awaited {
            if let Some(failure) = chatter(&told, &awaited) {
                return Err(failure);
            }
            return Err(other_story(&actual, &told, &awaited));
        }
    }
    Ok(())
}

/// El programa cuenta otra cosa, o se calla antes de tiempo.
fn other_story(run: &Finished, told: &str, awaited: &str) -> Failure {
    let failure = Failure::expected(format!(
        "La misma salida que la referencia:\n{}",
        quote(awaited)
    ));
    if awaited.starts_with(told) {
        let end = run.describe_end();
        failure
            .happened(if told.is_empty() {
                format!("El programa {end} sin decir nada.")
            } else {
                format!("{}Y ahí {end}.", quote(told))
            })
            .cause("El programa no llega al final: algo llama a `exit`.")
            .next("Devuelve el resultado a quien te llamó: terminar el proceso no es cosa tuya.")
    } else if told.contains("Bytes distintos de cero: ")
        && !told.contains("Bytes distintos de cero: 0\n")
    {
        failure
            .happened(quote(told))
            .cause("Alguien escribe en la región antes de entregarla, o no es nueva.")
            .next("La memoria que da mmap con MAP_ANONYMOUS ya está a cero: no la toques.")
    } else {
        failure
            .happened(quote(told))
            .cause("La memoria no es la misma en los dos procesos.")
            .next("Ejecuta `cargo run -p paso1` y compara las dos últimas líneas.")
    }
}

/// El programa lee la región entera, y el hijo escribe al principio y en el último byte.
fn not_writable(failure: Failure, args: &[&str]) -> Failure {
    if !failure.happened.contains("al hijo lo mató") {
        return failure;
    }
    failure
        .expecting("Que el hijo pudiera escribir en toda la región, hasta el último byte.")
        .cause("La región mide menos de lo que se pidió, o le falta el permiso de escritura.")
        .next(format!(
            "Ejecuta `cargo run -p paso1 -- {}`, y repasa la longitud y los permisos.",
            args.join(" ")
        ))
}

fn refused(bench: &Bench) -> CheckResult {
    for errno in [Errno::ENOMEM, Errno::EPERM] {
        let refusal = Refusal::shared_mmap(errno);
        let expected = bench.reference()?.refuse(refusal.clone()).run()?;
        let actual = bench.program().refuse(refusal).run()?;
        let promise = format!(
            "Que al negarse mmap, con {} ({}), `allocate` devolviera ese error.",
            castellano::errno::symbol(errno),
            castellano::errno::describe(errno)
        );
        if actual.end == End::Exited(0) {
            return Err(Failure::expected(promise)
                .happened("El programa siguió como si hubiera memoria.")
                .cause("La memoria no sale de un mmap compartido, o el error se pierde.")
                .next("Devuelve el Result de mmap a quien te llamó."));
        }
        if let End::Deadline(_) = actual.end {
            return Err(bench
                .explain_end(&actual)
                .expecting(promise)
                .cause("Se repite la llamada hasta que diga que sí, y puede no decirlo nunca.")
                .next("No insistas: devuelve el error. Quien te llama decide si merece la pena."));
        }
        if let End::Killed(_) = actual.end {
            return Err(bench
                .explain_end(&actual)
                .expecting(promise)
                .cause(
                    "Se usa la dirección sin mirar si mmap falló. En C, mmap no falla con NULL \
                     sino con MAP_FAILED, que es −1: parece una dirección y no lo es.",
                )
                .next(
                    "Compara con `libc::MAP_FAILED`, o usa mmap_anonymous, que da un `Result`.",
                ));
        }
        bench
            .ended_like(&actual, &expected)
            .map_err(|failure| failure.expecting(promise.clone()).section("errores"))?;
        bench.complained_alike(
            &actual.err(),
            &expected.err(),
            &promise,
            "Se devuelve otro error, se traduce por el camino, o se intenta otra cosa en lugar \
             de devolverlo.",
        )?;
    }
    not_fixed(bench)
}

/// Con MAP_FIXED se elige el sitio, y lo que hubiera en él desaparece: solo se nota el día
/// en que había algo. Aquí se niega esa clase de mmap, y nadie tiene que darse cuenta.
fn not_fixed(bench: &Bench) -> CheckResult {
    // mmap no da nunca este error: si aparece, es el nuestro.
    let ours = Errno::EDOM;
    let actual = bench.program().refuse(Refusal::fixed_mmap(ours)).run()?;
    if !actual.err().contains(&castellano::errno::symbol(ours)) {
        return Ok(());
    }
    Err(
        Failure::expected("Que el núcleo eligiera dónde poner la región.")
            .happened("Se pide con MAP_FIXED, en una dirección elegida a mano.")
            .cause("MAP_FIXED pone ahí la región pase lo que pase: si había algo, lo borra.")
            .next("Pasa `None` como dirección y quita MAP_FIXED."),
    )
}

fn without_address(out: &str) -> String {
    out.lines()
        .map(|line| line.split(" en 0x").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}
