//! Ataque: no crea ningún hijo: hace él lo del hijo y escribe lo que habría escrito el padre.
//! Paso: paso2
//! Código: MAL
//! Colaría si: quien juzga se fía de la salida, y está BIEN.

use std::io::{self, Write};

use nix::unistd::Pid;

pub fn spawn(child: impl FnOnce() -> i32) -> nix::Result<Pid> {
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child));
    let code = panicked.unwrap_or(101);
    let _ = writeln!(io::stdout(), "Soy el padre");
    let _ = writeln!(io::stdout(), "Mi hijo terminó con código {code}");
    let _ = writeln!(io::stdout(), "El padre se despide");
    std::process::exit(0)
}
