//! El juez de este paso. Las comprobaciones están en `checks/`, que es una caja
//! aparte para no volver a compilarla cada vez que cambias `src/lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    comprobaciones_reto1::judge(juez::step!("reto1", "referencia_reto1")).run()
}
