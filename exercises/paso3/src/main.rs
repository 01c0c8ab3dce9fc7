//! El programa del paso 3: el padre escribe un mensaje con tu `write_message` y
//! el hijo lo lee con tu `read_message`.

mod dialogue;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::slice;

use castellano::errno::call_failed;
use nix::sys::mman::munmap;
use nix::sys::wait::{WaitStatus, waitpid};
use opciones3::Args;

fn main() -> ExitCode {
    let args = Args::read();
    let result = if args.dialogo {
        dialogue::answer_all()
    } else {
        run(&args)
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "paso3: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: run
fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let region = paso1::allocate(args.bytes).map_err(|e| call_failed("mmap", e).to_string())?;
    // El padre escribe ANTES de que exista el hijo: así nadie puede leer a medias.
    // SEGURIDAD: `allocate` dio `bytes` bytes, y este es el único proceso que los ve.
    let bytes = unsafe { slice::from_raw_parts_mut(region.as_ptr().cast(), args.bytes.get()) };
    paso3::write_message(bytes, &args.mensaje)?;

    let child = paso2::spawn(|| {
        // SEGURIDAD: el padre ya no escribe más: los dos procesos solo leen.
        read_aloud(unsafe { slice::from_raw_parts(region.as_ptr().cast(), args.bytes.get()) })
    })
    .map_err(|e| call_failed("fork", e).to_string())?;

    let status = waitpid(child, None).map_err(|e| call_failed("waitpid", e).to_string())?;
    // SEGURIDAD: nadie vuelve a usar la región.
    unsafe { munmap(region, args.bytes.get()) }
        .map_err(|e| call_failed("munmap", e).to_string())?;
    Ok(match status {
        WaitStatus::Exited(_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Lo que hace el hijo: lee el mensaje y lo muestra.
fn read_aloud(region: &[u8]) -> i32 {
    let shown = match paso3::read_message(region) {
        Ok(text) => writeln!(io::stdout(), "El hijo lee: {text}").is_ok(),
        Err(error) => {
            let _ = writeln!(io::stderr(), "El hijo no puede leer: {error}");
            false
        }
    };
    i32::from(!shown)
}
// ANCHOR_END: run
