//! La carrera de `original.c`, sin azar: el hijo corre justo después de la
//! enésima escritura del padre, ni antes ni después.
//!
//! El padre avanza instrucción a instrucción con `ptrace(2)` y el hijo espera,
//! detenido, su turno. Así se ve en cada ejecución lo que repetir el programa
//! miles de veces puede no enseñar nunca: el mensaje a medias.

mod comun;

use std::ffi::c_void;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::ptrace::{self, Options};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use comun::{MESSAGE, Reading, classify, compile};

/// Cuántas instrucciones del padre se miran antes de darse por vencido: entre
/// `fork` y `wait` hay unos cientos.
const MAX_STEPS: usize = 200_000;

/// Lo que más se espera a que un hijo se duerma.
const DEADLINE: Duration = Duration::from_secs(20);

#[test]
fn segun_cuanto_haya_escrito_el_padre_el_hijo_lee_nada_un_trozo_o_todo() {
    let program = compile("original", "orden");
    let mut readings = Vec::new();
    for writes in 0..=MESSAGE.len() {
        let output = run_child_after(&program, writes);
        println!(
            "tras {writes} escrituras del padre: {:?}",
            String::from_utf8_lossy(&output)
        );
        let reading = classify(&output).expect("la carrera explica esta salida");
        readings.push(reading);
        if reading == Reading::Complete {
            break;
        }
    }

    assert_eq!(readings.first(), Some(&Reading::Empty), "{readings:?}");
    assert_eq!(readings.last(), Some(&Reading::Complete), "{readings:?}");
    let between = &readings[1..readings.len() - 1];
    assert!(
        !between.is_empty(),
        "la copia se hace en varios trozos: {readings:?}"
    );
    assert!(
        between.iter().all(|&reading| reading == Reading::Torn),
        "{readings:?}"
    );
}

#[test]
fn en_el_corregido_el_hijo_espera_aunque_vaya_primero() {
    let program = spawn_traced(&compile("corregido", "orden"));
    let (parent, child) = stop_both_at_fork(&program);

    // El padre sigue detenido: el hijo corre hasta que se duerme ante el semáforo.
    ptrace::cont(child, None).expect("dejar correr al hijo");
    let started = Instant::now();
    while !is_asleep(child) {
        assert!(
            started.elapsed() < DEADLINE,
            "el hijo ni se duerme ni termina"
        );
        let status = waitpid(child, Some(WaitPidFlag::__WALL | WaitPidFlag::WNOHANG));
        assert_eq!(
            status,
            Ok(WaitStatus::StillAlive),
            "el hijo no ha esperado al padre"
        );
        std::thread::yield_now();
    }

    ptrace::detach(parent, None).expect("dejar correr al padre");
    assert_eq!(wait_traced(child), WaitStatus::Exited(child, 0));
    assert_eq!(classify(&finish(program)), Some(Reading::Complete));
}

/// Ejecuta el programa; deja correr al hijo cuando el padre ha cambiado la
/// región `writes` veces, y devuelve lo que escribió el hijo.
fn run_child_after(program: &Path, writes: usize) -> Vec<u8> {
    let program = spawn_traced(program);
    let (parent, child) = stop_both_at_fork(&program);

    let region = shared_region(parent);
    let mut seen = contents(parent, region);
    let mut changes = 0;
    let mut steps = 0;
    while changes < writes {
        ptrace::step(parent, None).expect("avanzar una instrucción");
        let status = wait_traced(parent);
        assert!(
            matches!(status, WaitStatus::Stopped(..)),
            "el padre terminó antes: {status:?}"
        );
        let now = contents(parent, region);
        changes += usize::from(now != seen);
        seen = now;
        steps += 1;
        assert!(steps < MAX_STEPS, "el padre no escribe {writes} veces");
    }

    ptrace::cont(child, None).expect("dejar correr al hijo");
    assert_eq!(wait_traced(child), WaitStatus::Exited(child, 0));
    ptrace::detach(parent, None).expect("dejar correr al padre");
    finish(program)
}

/// Recoge el programa, ya suelto, y devuelve lo que escribió.
fn finish(mut program: Child) -> Vec<u8> {
    let mut output = Vec::new();
    let mut pipe = program.stdout.take().expect("la salida va a una tubería");
    pipe.read_to_end(&mut output).expect("leer la salida");
    assert!(program.wait().expect("recoger al padre").success());
    output
}

/// Arranca el programa detenido en su primera instrucción.
fn spawn_traced(program: &Path) -> Child {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    // SEGURIDAD: `traceme` es una sola llamada al sistema, de las que se pueden
    // hacer entre `fork` y `exec`.
    unsafe {
        command.pre_exec(|| ptrace::traceme().map_err(Into::into));
    }
    command.spawn().unwrap_or_else(|error| {
        panic!(
            "No se pudo ejecutar el programa bajo ptrace: {error}.\n\
             Hay contenedores y núcleos que prohíben ptrace; el capítulo «Problemas \
             y soluciones» dice cómo permitirlo."
        )
    })
}

/// Lleva al padre hasta su `fork` y devuelve el padre y el hijo, los dos detenidos.
fn stop_both_at_fork(program: &Child) -> (Pid, Pid) {
    let parent = Pid::from_raw(i32::try_from(program.id()).expect("un PID cabe en i32"));
    wait_traced(parent); // la parada que sigue a `exec`
    // EXITKILL: si esta prueba falla a mitad, no deja procesos detenidos.
    let options = Options::PTRACE_O_TRACEFORK | Options::PTRACE_O_EXITKILL;
    ptrace::setoptions(parent, options).expect("vigilar fork");
    ptrace::cont(parent, None).expect("dejar correr al padre hasta fork");
    let status = wait_traced(parent);
    assert!(matches!(status, WaitStatus::PtraceEvent(..)), "{status:?}");
    let child = ptrace::getevent(parent).expect("el PID del hijo");
    let child = Pid::from_raw(i32::try_from(child).expect("un PID cabe en i32"));
    wait_traced(child); // el hijo nace detenido
    (parent, child)
}

fn wait_traced(process: Pid) -> WaitStatus {
    waitpid(process, Some(WaitPidFlag::__WALL)).expect("esperar al proceso vigilado")
}

/// Si el proceso duerme dentro de una llamada al sistema, según `/proc/PID/stat`.
fn is_asleep(process: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("leer el estado");
    // El nombre va entre paréntesis y puede llevar espacios: el estado es lo que sigue.
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| rest.starts_with('S'))
}

/// Dónde empieza la región compartida, según `/proc/PID/maps`.
fn shared_region(process: Pid) -> usize {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).expect("leer el mapa");
    let line = maps
        .lines()
        .find(|line| line.contains(" rw-s "))
        .expect("hay una región compartida");
    let start = line
        .split('-')
        .next()
        .expect("la línea empieza por la dirección");
    usize::from_str_radix(start, 16).expect("la dirección es hexadecimal")
}

/// Los primeros bytes de la región: los que ocupa el mensaje.
fn contents(process: Pid, region: usize) -> Vec<i64> {
    (0..MESSAGE.len().div_ceil(8))
        .map(|word| {
            let address = (region + 8 * word) as *mut c_void;
            ptrace::read(process, address).expect("leer la memoria del padre")
        })
        .collect()
}
