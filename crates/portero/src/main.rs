//! El portero: el primer proceso de la caja en la que se ejecuta una entrega.
//!
//! El PID 1 de un espacio de nombres es especial (`pid_namespaces(7)`): adopta a los
//! huérfanos, las señales de sus vecinos no le hacen nada, y cuando muere, muere
//! todo lo que haya dentro. Por eso no puede serlo el programa del estudiante.
//!
//! Obedece letras que le llegan por la entrada estándar, y contesta con la misma
//! letra cuando la ha cumplido:
//!
//! - `h`: desde ahora, los huérfanos que terminen se quedan como zombis, para que
//!   quien juzga los cuente;
//! - `a`: desde ahora, y los que ya haya, se recogen solos;
//! - `k`: mata a todos los demás y los recoge.
//!
//! Al acabarse la entrada termina, y con él la caja. Lo que no debe hacer nunca:
//! mirar a los procesos que guarda o dar fe de nada. Nadie se fía de su palabra:
//! lo que ha pasado se lee fuera, en `/proc`.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use nix::errno::Errno;
use nix::sys::prctl::set_dumpable;
use nix::sys::signal::{SigHandler, Signal, kill, signal};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

fn main() -> ExitCode {
    // Que nadie de dentro pueda trazarlo ni leer su memoria (`ptrace(2)`).
    if set_dumpable(false).is_err() || adopt(SigHandler::SigIgn).is_err() {
        return ExitCode::FAILURE;
    }
    match serve(&mut io::stdin(), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(orders: &mut impl Read, answers: &mut impl Write) -> io::Result<()> {
    answers.write_all(b"!")?;
    answers.flush()?;
    let mut order = [0];
    while orders.read(&mut order)? == 1 {
        match order[0] {
            b'h' => adopt(SigHandler::SigDfl)?,
            b'a' => {
                adopt(SigHandler::SigIgn)?;
                collect(Some(WaitPidFlag::WNOHANG));
            }
            b'k' => {
                // Sin nadie más en la caja dice ESRCH: es lo que se quería.
                let _ = kill(Pid::from_raw(-1), Signal::SIGKILL);
                collect(None);
            }
            _ => {}
        }
        answers.write_all(&order)?;
        answers.flush()?;
    }
    Ok(())
}

/// Qué pasa con los huérfanos que terminan: con `SIGCHLD` ignorada se recogen
/// solos; si no, se quedan como zombis hasta que se les llame.
fn adopt(how: SigHandler) -> Result<(), Errno> {
    // SEGURIDAD: no se instala ninguna función como manejador.
    unsafe { signal(Signal::SIGCHLD, how) }.map(drop)
}

/// Recoge a los hijos: a los que ya han terminado, o a todos.
fn collect(how: Option<WaitPidFlag>) {
    loop {
        match waitpid(Pid::from_raw(-1), how) {
            Err(Errno::EINTR) => {}
            Ok(status) if status.pid().is_some() => {}
            _ => break,
        }
    }
}
