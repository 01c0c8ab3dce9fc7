//! Ataque: calcula al compilar una constante que no se acaba.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el compilador pasa de su tiempo.

#[allow(long_running_const_eval)]
const NEVER: u64 = {
    let mut count = 0_u64;
    loop {
        count = count.wrapping_add(1);
        if count == u64::MAX {
            break count;
        }
    }
};

fn attempt() -> bool {
    NEVER > 0
}
