//! El juez de este paso. Las comprobaciones están en `checks/`, que es una caja
//! aparte para no volver a compilarla cada vez que cambias `src/lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    comprobaciones_reto3::judge(juez::step!("reto3", "referencia_reto3")).run()
}
