//! El programa del paso 2: crea un hijo con tu `spawn` y cuenta cómo termina.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use castellano::errno::call_failed;
use castellano::signal;
use nix::errno::Errno;
use nix::libc;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Pid, getpid, getppid};
use opciones2::Args;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "paso2: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: run
fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let _farewell = Farewell;
    // SEGURIDAD: la función registrada no toca nada que pueda haber desaparecido.
    Errno::result(unsafe { libc::atexit(turn_off_the_lights) })?;
    // Sin salto de línea: este texto se queda en el búfer cuando llega `fork`.
    write!(io::stdout(), "Voy a crear un hijo… ")?;

    // El hijo cambia su copia de esta variable; esta tiene que seguir como estaba.
    let changed = Cell::new(false);
    let child = paso2::spawn(|| {
        changed.set(true);
        greet(args)
    })
    .map_err(|e| call_failed("fork", e).to_string())?;
    let status = waitpid(child, None).map_err(|e| call_failed("waitpid", e).to_string())?;

    let mut out = io::stdout();
    // El salto de línea que le falta a lo último que escribió el hijo.
    writeln!(out, "\nSoy el padre{}", pid_note(args, getpid()))?;
    match status {
        WaitStatus::Exited(pid, code) => {
            writeln!(
                out,
                "Mi hijo{} terminó con código {code}",
                pid_note(args, pid)
            )?;
        }
        WaitStatus::Signaled(pid, killer, _) => {
            let why = signal::describe(killer);
            writeln!(
                out,
                "A mi hijo{} lo mató {killer} ({why})",
                pid_note(args, pid)
            )?;
        }
        other => return Err(format!("estado inesperado del hijo: {other:?}").into()),
    }
    if changed.get() {
        writeln!(out, "¡Y ha cambiado una variable mía!")?;
    }
    Ok(())
}

/// Lo que hace el hijo.
fn greet(args: &Args) -> i32 {
    // La última línea se queda en el búfer del hijo: no lleva salto.
    let greeting = write!(
        io::stdout(),
        "Soy el hijo{} y mi padre es{}\nY esto es todo lo que hago.",
        pid_note(args, getpid()),
        if args.sin_pid {
            " el mismo de siempre".into()
        } else {
            format!(" {}", getppid())
        },
    );
    assert!(
        !args.panico,
        "el hijo entra en pánico porque se lo has pedido"
    );
    if greeting.is_err() {
        1
    } else {
        i32::from(args.codigo)
    }
}
// ANCHOR_END: run

/// Se despide al final de `run`, pase lo que pase: si el hijo se escapa de `spawn`,
/// se despedirá también él.
struct Farewell;

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = writeln!(io::stdout(), "El padre se despide");
    }
}

/// Lo que el padre deja preparado para cuando termine: si el hijo termina con `exit`, lo
/// hará también él.
extern "C" fn turn_off_the_lights() {
    let _ = writeln!(io::stdout(), "El padre apaga la luz");
}

fn pid_note(args: &Args, pid: Pid) -> String {
    if args.sin_pid {
        String::new()
    } else {
        format!(" {pid}")
    }
}
