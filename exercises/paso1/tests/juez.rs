//! El juez de este paso. Las comprobaciones están en `checks/`, que es una caja
//! aparte para no volver a compilarla cada vez que cambias `src/lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    comprobaciones1::judge(juez::step!("paso1", "referencia1")).run()
}
