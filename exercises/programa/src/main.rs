//! El programa completo: tus cinco pasos, uno detrás de otro.
//!
//! Aquí no hay nada que escribir. Léelo como se lee el final de una historia, y
//! fíjate en lo que ocurre cuando algo sale mal: nada queda reservado y nadie se
//! queda esperando.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::ptr::NonNull;

use castellano::errno::call_failed;
use castellano::signal;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use opciones_programa::Args;
use paso4::{ChildEnd, Gate};
use paso5::SharedMemory;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Dónde empieza una región y cuánto mide.
type Region = (NonNull<c_void>, NonZeroUsize);

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "programa: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: run
fn run(args: &Args) -> Outcome<()> {
    // ANCHOR: asignar
    // Paso 1: una región para la puerta y otra para el mensaje.
    let mut door = reserve(gate_len()?)?;
    let mut page = reserve(args.bytes)?;
    let place = NonNull::from(door.as_bytes_mut()).cast();
    let gate = Gate::new(place).map_err(|e| call_failed("Gate::new", e).to_string())?;
    // ANCHOR_END: asignar

    // ANCHOR: crear
    // Paso 2: un hijo que hereda las dos.
    let inherited = [
        (NonNull::from(page.as_bytes_mut()).cast(), args.bytes),
        (place, gate_len()?),
    ];
    let child = paso2::spawn(|| listen(&gate, &page, &inherited))
        .map_err(|e| call_failed("fork", e).to_string())?;
    // ANCHOR_END: crear

    // ANCHOR: hablar
    // Pasos 3 y 4: escribir, abrir la puerta y esperar al hijo.
    let spoken = speak(&gate, &mut page, &args.mensaje);
    if spoken.is_err() {
        // La puerta no se va a abrir: el hijo no debe esperar para siempre.
        let _ = kill(child, Signal::SIGKILL);
    }
    let ended = wait_for(child);
    // ANCHOR_END: hablar

    // ANCHOR: liberar
    // Paso 5: devolver la memoria, también si algo de lo anterior falló.
    let returned = page.release().and(door.release());
    spoken?;
    ended?;
    returned.map_err(|e| call_failed("munmap", e).to_string())?;
    Ok(())
    // ANCHOR_END: liberar
}

// ANCHOR: padre
/// Lo que hace el padre: escribe y, solo después, abre.
fn speak(gate: &Gate, page: &mut SharedMemory, text: &str) -> Outcome<()> {
    paso3::write_message(page.as_bytes_mut(), text)?;
    gate.open()
        .map_err(|e| call_failed("Gate::open", e).to_string())?;
    Ok(())
}
// ANCHOR_END: padre

// ANCHOR: hijo
/// Lo que hace el hijo: espera, lee y devuelve lo que heredó.
fn listen(gate: &Gate, page: &SharedMemory, inherited: &[Region]) -> i32 {
    // `and` evalúa las dos: se devuelve lo heredado aunque no haya nada que leer.
    let heard = hear(gate, page).and(leave(inherited));
    if let Err(error) = &heard {
        let _ = writeln!(io::stderr(), "programa (hijo): {error}");
    }
    i32::from(heard.is_err())
}

fn hear(gate: &Gate, page: &SharedMemory) -> Outcome<()> {
    gate.wait()
        .map_err(|e| call_failed("Gate::wait", e).to_string())?;
    let text = paso3::read_message(page.as_bytes())?;
    writeln!(io::stdout(), "El hijo lee: {text}")?;
    Ok(())
}

/// Quita de este proceso las regiones heredadas. Las variables siguen siendo del
/// padre: el hijo termina sin ejecutar su `drop`. Con las direcciones basta; un
/// `&[u8]` de la puerta prometería que nadie la está usando, y el padre la usa.
fn leave(inherited: &[Region]) -> Outcome<()> {
    for &(start, len) in inherited {
        paso5::release(start, len).map_err(|e| call_failed("munmap", e).to_string())?;
    }
    Ok(())
}
// ANCHOR_END: hijo
// ANCHOR_END: run

fn reserve(len: NonZeroUsize) -> Outcome<SharedMemory> {
    Ok(SharedMemory::new(len).map_err(|e| call_failed("mmap", e).to_string())?)
}

fn gate_len() -> Outcome<NonZeroUsize> {
    Ok(NonZeroUsize::new(Gate::BYTES.max(1)).ok_or("la puerta no ocupa nada")?)
}

fn wait_for(child: Pid) -> Outcome<()> {
    match paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())? {
        ChildEnd::Exited(0) => Ok(()),
        ChildEnd::Exited(code) => Err(format!("el hijo terminó con código {code}").into()),
        ChildEnd::Killed(killer) => {
            let why = signal::describe(killer);
            Err(format!("al hijo lo mató {killer} ({why})").into())
        }
    }
}
