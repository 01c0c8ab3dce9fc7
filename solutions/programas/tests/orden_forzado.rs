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
use std::process::{Command, Stdio};

use nix::sys::ptrace::{self, Options};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use comun::{MESSAGE, Reading, classify, compile};

/// Cuántas instrucciones del padre se miran antes de darse por vencido: entre
/// `fork` y `wait` hay unos cientos.
const MAX_STEPS: usize = 200_000;

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

/// Ejecuta el programa; deja correr al hijo cuando el padre ha cambiado la
/// región `writes` veces, y devuelve lo que escribió el hijo.
fn run_child_after(program: &Path, writes: usize) -> Vec<u8> {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    // SEGURIDAD: `traceme` es una sola llamada al sistema, de las que se pueden
    // hacer entre `fork` y `exec`.
    unsafe {
        command.pre_exec(|| ptrace::traceme().map_err(Into::into));
    }
    let mut program = command.spawn().unwrap_or_else(|error| {
        panic!(
            "No se pudo ejecutar el programa bajo ptrace: {error}.\n\
             Hay contenedores y núcleos que prohíben ptrace; el capítulo «Problemas \
             y soluciones» dice cómo permitirlo."
        )
    });
    let parent = Pid::from_raw(i32::try_from(program.id()).expect("un PID cabe en i32"));
    let child = stop_both_at_fork(parent);

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
    let mut output = Vec::new();
    let mut pipe = program.stdout.take().expect("la salida va a una tubería");
    pipe.read_to_end(&mut output).expect("leer la salida");
    assert!(program.wait().expect("recoger al padre").success());
    output
}

/// Lleva al padre hasta su `fork` y devuelve el hijo; los dos quedan detenidos.
fn stop_both_at_fork(parent: Pid) -> Pid {
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
    child
}

fn wait_traced(process: Pid) -> WaitStatus {
    waitpid(process, Some(WaitPidFlag::__WALL)).expect("esperar al proceso vigilado")
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
