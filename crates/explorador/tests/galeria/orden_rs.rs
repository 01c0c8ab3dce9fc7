// `std::process::Command`: crear un hijo y ponerle otro programa en una llamada.
// Finales:
//   ok "soy otro\ncódigo 7\n" 0
use std::process::{Command, exit};

fn main() {
    if let Some(texto) = std::env::args().nth(1) {
        println!("{texto}");
        exit(7);
    }
    let estado = Command::new("/proc/self/exe")
        .arg("soy otro")
        .status()
        .expect("orden");
    println!("código {}", estado.code().unwrap_or(-1));
}
