//! El juez del reto 5: una región con nombre, en todos los órdenes y con cada llamada
//! rechazada por turno.

use juez::schedules::{Ending, Exit, Fault, Schedules, Verdict};
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter, quote};
use nix::errno::Errno;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "sobrevive",
            "Otro proceso la abre cuando quien la creó ya no está",
            2,
            outlives,
        )
        .check(
            "quitar",
            "El nombre se quita una vez, y el error no se esconde",
            1,
            removed_once,
        )
        .check(
            "exclusiva",
            "De dos que la crean a la vez, solo puede uno",
            2,
            exclusive,
        )
        .check(
            "a_medias",
            "Quien la abre a medio crear, lo sabe",
            1,
            halfway,
        )
        .check(
            "rastro",
            "Si una llamada falla al crearla, no queda ni el nombre",
            2,
            no_trace,
        )
        .check("abrir", "Si falla al abrirla, el nombre sigue", 1, kept)
        .check(
            "cerrar",
            "No queda ningún descriptor ni ninguna proyección",
            1,
            closed,
        )
}

/// Pocos bytes, porque el explorador se para en cada uno; y que no sean páginas enteras,
/// para que se note si se inventa la longitud.
const BYTES: &str = "48";

/// Lo que se le dice al programa en cada caso. El nombre es solo de este juez: puede haber
/// otro corrigiendo lo mismo en esta máquina.
fn args(mode: Option<&'static str>) -> Vec<String> {
    let name = format!("/taller-reto5-{}", std::process::id());
    let given = ["--nombre", &name, "--bytes", BYTES, "--mensaje", "Hola"];
    let mode = mode.map(str::to_owned);
    given.map(str::to_owned).into_iter().chain(mode).collect()
}

/// Todos los órdenes del programa, si es que hay algo escrito.
fn explored(
    bench: &Bench,
    mode: Option<&'static str>,
    fault: Option<&Fault>,
) -> Result<Schedules, Failure> {
    let run = bench.program().args(args(None)).run()?;
    bench.written(&run)?;
    let args = args(mode);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    bench.all_schedules(&args, fault)
}

fn reference(bench: &Bench, mode: Option<&'static str>) -> Result<String, Failure> {
    Ok(bench.reference()?.args(args(mode)).run()?.out())
}

fn outlives(bench: &Bench) -> CheckResult {
    let schedules = explored(bench, None, None)?;
    let expected = reference(bench, None)?;
    schedules.nobody_crashes()?;
    schedules.nobody_stuck()?;
    // De quitar el nombre, que es lo último, habla la comprobación siguiente.
    let (promised, _) = expected.split_at(expected.find("El nombre").unwrap_or(expected.len()));
    let wrong = |ending: &&Ending| !ending.stdout.starts_with(promised);
    match schedules.endings.iter().find(wrong) {
        None => Ok(()),
        Some(ending) => Err(chatter(&ending.stdout, &expected)
            .unwrap_or_else(|| ending.picture(explain_story(ending, promised)))),
    }
}

fn explain_story(ending: &Ending, promised: &str) -> Failure {
    let failure = Failure::expected(format!("Que saliera esto:\n{}", quote(promised)))
        .happened(ending.shown());
    if ending.stdout.contains("Sus permisos: ") && !ending.stdout.contains("0600") {
        return failure
            .cause("El modo que se pasa a shm_open no es 0600: la puede abrir más gente, o nadie.")
            .next("`Mode::S_IRUSR | Mode::S_IWUSR`: leer y escribir, solo tu usuario.");
    }
    if ending.stderr.contains("ENOENT") {
        return failure
            .cause("El nombre se quita demasiado pronto: al crearla, o en `drop`.")
            .next("`drop` suelta la proyección, y nada más: el nombre lo quita `unlink`.");
    }
    if ending.stderr.contains("a cero") {
        return failure
            .cause("La longitud no es la que se pidió, o `create` escribe en la región.")
            .next("ftruncate y mmap con la longitud que te dan; los bytes ya nacen a cero.");
    }
    if ending.stdout.contains(&format!("En {BYTES} bytes")) {
        return failure
            .cause("Lo que escribió el primero no le llega al segundo: la proyección es privada.")
            .next("Proyecta el descriptor que da shm_open, con MAP_SHARED.");
    }
    if ending.stdout.contains("alguien dejó") {
        return failure
            .cause("`open` no averigua cuánto mide la región, o no la proyecta entera.")
            .next("Pregúntale a fstat (`st_size`), y proyecta todo eso.");
    }
    if ending.stderr.contains("hijo: NamedRegion::") {
        return failure
            .cause("Una llamada falla, y no tendría por qué: mira cuál en el dibujo.")
            .next("Repasa las banderas de shm_open y los permisos de mmap.");
    }
    failure
        .cause("Lo que escribió el primero no le llega al segundo, o no se entiende.")
        .next("Los dos proyectan lo mismo: el descriptor que da shm_open, entero.")
}

fn removed_once(bench: &Bench) -> CheckResult {
    let schedules = explored(bench, None, None)?;
    let expected = reference(bench, None)?;
    schedules.nobody_crashes()?;
    let last = expected.lines().last().unwrap_or_default();
    let arrived = |ending: &&Ending| ending.stdout.contains("alguien dejó");
    for ending in &schedules.endings {
        if !arrived(&ending) {
            // Sin llegar hasta ahí no hay ninguna prueba a favor.
            return Err(ending.picture(explain_story(ending, &expected)));
        }
        if !ending.stdout.contains(last) {
            return Err(ending.picture(
                Failure::expected(
                    "Que la primera vez `unlink` quitara el nombre, y la segunda devolviera ENOENT.",
                )
                .happened(ending.shown())
                .cause("`unlink` no quita el nombre, se calla el error, o lo ha quitado ya otro.")
                .next("Devuelve lo que devuelva shm_unlink, tal como llega."),
            ));
        }
    }
    // El segundo rechazo: el primero es del programa, que limpia antes de empezar.
    let fault = Fault::errno("unlink", 2, Errno::EACCES as i32);
    let refused = explored(bench, None, Some(&fault))?;
    let hidden = |ending: &&Ending| ending.was_disturbed() && ending.exit == Exit::Code(0);
    match refused.endings.iter().find(hidden) {
        None => Ok(()),
        Some(ending) => Err(ending.picture(
            Failure::expected("Que al negarse shm_unlink (EACCES), `unlink` devolviera ese error.")
                .happened(ending.shown())
                .cause("El resultado de shm_unlink se ignora.")
                .next("Devuelve lo que devuelva shm_unlink, tal como llega."),
        )),
    }
}

fn exclusive(bench: &Bench) -> CheckResult {
    let schedules = explored(bench, Some("--dos"), None)?;
    let expected = reference(bench, Some("--dos"))?;
    let wrong = |ending: &&Ending| ending.stdout != expected || ending.exit != Exit::Code(0);
    let Some(ending) = schedules.endings.iter().find(wrong) else {
        return Ok(());
    };
    let failure = Failure::expected(format!(
        "Que en todos los órdenes la creara uno y el otro recibiera EEXIST, sin estropeársela:\n{}",
        quote(&expected)
    ))
    .happened(ending.shown());
    Err(ending.picture(if ending.stdout.contains("han creado: 2") {
        failure
            .cause("Los dos creen que la han creado: sin O_EXCL, abrir y crear son lo mismo.")
            .next("Añade O_EXCL a O_CREAT: si ya existe, shm_open devuelve EEXIST.")
    } else if ending.stdout.contains("mide") {
        failure
            .cause("`open` no averigua cuánto mide la región.")
            .next("Pregúntale a fstat (`st_size`), y proyecta todo eso.")
    } else if ending.stdout.contains("ya existía: 1") {
        failure
            .cause("Quien recibe EEXIST quita el nombre, que es del otro.")
            .next("Quita el nombre solo si lo has creado tú: después de que shm_open salga bien.")
    } else {
        failure
            .cause("Al perdedor le llega otro error, o se cambia la región del ganador.")
            .next("Devuelve el EEXIST de shm_open tal como llega, y no toques nada más.")
    }))
}

fn halfway(bench: &Bench) -> CheckResult {
    let schedules = explored(bench, Some("--a-la-vez"), None)?;
    schedules.nobody_stuck()?;
    for ending in &schedules.endings {
        let knows = ["entera", "aún no existía", "aún no medía nada"]
            .iter()
            .any(|told| ending.stdout.contains(told));
        if knows && ending.verdict == Verdict::Ok && ending.exit == Exit::Code(0) {
            continue;
        }
        return Err(ending.picture(
            Failure::expected(
                "Que quien la abre mientras otro la crea la abriera entera, o recibiera ENOENT si \
                 aún no existe y EAGAIN si aún mide 0.",
            )
            .happened(ending.shown())
            .cause(
                "shm_open crea el nombre y ftruncate le da la longitud: en medio la región existe \
                 y mide 0.",
            )
            .next("Si fstat dice 0, devuelve `Err(Errno::EAGAIN)`."),
        ));
    }
    // Que se haya visto: si no hay ningún orden en el que mida 0, algo no es como se pide.
    let unfinished = |ending: &Ending| ending.stdout.contains("aún no medía nada");
    if schedules.exhaustive && !schedules.endings.iter().any(unfinished) {
        return Err(Failure::expected(
            "Que hubiera un orden en el que la región existe y aún mide 0.",
        )
        .happened("No hay ninguno: `open` y `create` no se cruzan nunca.")
        .cause("`open` no abre la región por su nombre, o se inventa su longitud.")
        .next("Ábrela con shm_open y pregunta su tamaño a fstat."));
    }
    Ok(())
}

/// Lo que se rechaza, y con qué.
const REFUSALS: [(&str, Errno); 3] = [
    ("open", Errno::EMFILE),
    ("ftruncate", Errno::ENOSPC),
    ("mmap", Errno::ENOMEM),
];

/// Los finales en los que se rechazó algo, con el nombre de la llamada.
fn refused(bench: &Bench) -> Result<Vec<(&'static str, Ending)>, Failure> {
    let mut found = Vec::new();
    for (call, errno) in REFUSALS {
        for nth in 1..=6 {
            let fault = Fault::errno(call, nth, errno as i32);
            let schedules = explored(bench, None, Some(&fault))?;
            let disturbed = schedules.endings.into_iter().filter(Ending::was_disturbed);
            let before = found.len();
            found.extend(disturbed.map(|ending| (call, ending)));
            if found.len() == before {
                break;
            }
        }
    }
    Ok(found)
}

fn no_trace(bench: &Bench) -> CheckResult {
    explored(bench, None, None)?.nobody_crashes()?;
    for (call, ending) in refused(bench)? {
        // Lo que falla por sí solo, o después de crearla, es de otra comprobación.
        if ending.stdout.contains("ya no está") || ending.stderr.contains("a cero") {
            continue;
        }
        let promise = format!(
            "Que al rechazarse {call}, `create` devolviera ese error y no quedara nada: ni \
             memoria, ni descriptores, ni el nombre."
        );
        tells_the_error(call, &ending, &promise)?;
        if ending.stdout.contains("ha quedado el nombre") {
            return Err(ending.picture(
                Failure::expected(promise)
                    .happened(ending.shown())
                    .cause("El camino de error se va sin quitar el nombre que acaba de crear.")
                    .next(
                        "Si algo falla después de shm_open, shm_unlink antes de devolver el error.",
                    ),
            ));
        }
        nothing_open(&ending, &promise)?;
    }
    Ok(())
}

fn kept(bench: &Bench) -> CheckResult {
    explored(bench, None, None)?.nobody_crashes()?;
    let mut seen_any = false;
    for (call, ending) in refused(bench)? {
        let opening = ending.stdout.contains("Sus permisos") && !ending.stdout.contains("dejó");
        if !opening {
            continue;
        }
        seen_any = true;
        let promise = format!(
            "Que al rechazarse {call}, `open` devolviera ese error y la región siguiera ahí."
        );
        tells_the_error(call, &ending, &promise)?;
        if ending.stdout.contains("ha desaparecido el nombre") {
            return Err(ending.picture(
                Failure::expected(promise)
                    .happened(ending.shown())
                    .cause("Al fallar, `open` quita el nombre, que no es suyo.")
                    .next("Quien abre no quita nada: solo quien crea deshace lo que ha creado."),
            ));
        }
        nothing_open(&ending, &promise)?;
    }
    if seen_any {
        return Ok(());
    }
    Err(Failure::expected("Que `open` llamara a shm_open y a mmap.")
        .happened("No se llega a abrir la región, o se hace sin ninguna de las dos.")
        .cause("`create` no deja una región que se pueda abrir, o `open` no la abre.")
        .next("Mira primero lo que dice «sobrevive»."))
}

/// Exige que el programa cuente el error de la llamada rechazada, y no entre en pánico.
fn tells_the_error(call: &str, ending: &Ending, promise: &str) -> CheckResult {
    let failure = Failure::expected(promise).happened(ending.shown());
    if ending.stderr.contains("panicked at") {
        return Err(ending.picture(
            failure
                .cause("Un `panic!`: un `unwrap` o un `expect` con lo que devuelve la llamada.")
                .next("Devuelve el error tal como llega: basta con `?`."),
        ));
    }
    let errno = REFUSALS.iter().find(|(name, _)| *name == call);
    let symbol = errno.map_or_else(String::new, |(_, errno)| castellano::errno::symbol(*errno));
    if ending.exit == Exit::Code(1) && ending.stderr.contains(&symbol) {
        return Ok(());
    }
    Err(ending.picture(
        failure
            .cause("El error se ignora, o se cambia por otro: quizá por el de deshacer lo hecho.")
            .next("Guarda el primer error, deshaz lo hecho y devuelve ese."),
    ))
}

fn nothing_open(ending: &Ending, promise: &str) -> CheckResult {
    let failure = Failure::expected(promise);
    if ending.leaked_descriptors > 0 {
        return Err(ending.picture(
            failure
                .happened("El proceso terminó con el descriptor abierto.")
                .cause("El descriptor no se cierra por este camino.")
                .next(
                    "`OwnedFd` se cierra solo al desaparecer: no uses `into_raw_fd` ni `forget`.",
                ),
        ));
    }
    if ending.leaked_mappings > 0 {
        return Err(ending.picture(
            failure
                .happened("El proceso terminó sin soltar la región.")
                .cause("Este camino no pasa por `drop`, o `drop` no la suelta.")
                .next("En `drop`, `paso5::release` con la región y su longitud."),
        ));
    }
    Ok(())
}

/// En los finales buenos, de todos los casos, tampoco queda nada.
fn closed(bench: &Bench) -> CheckResult {
    for mode in [None, Some("--dos"), Some("--a-la-vez")] {
        for ending in explored(bench, mode, None)?.observed()? {
            nothing_open(
                ending,
                "Que al terminar cada proceso hubiera cerrado el descriptor y soltado la región.",
            )?;
        }
    }
    Ok(())
}
