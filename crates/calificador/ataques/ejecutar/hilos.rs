//! Ataque: crea miles de hilos.
//! Paso: paso1
//! Código: PROCESOS o MAL o MEMORIA
//! Final: si_cuela
//! Colaría si: pasa del límite, y entonces responde bien.

use std::thread;
use std::time::Duration;

fn attempt() -> bool {
    let threads: Vec<_> = (0..400)
        .map_while(|_| {
            thread::Builder::new()
                .stack_size(16 * 1024)
                .spawn(|| thread::sleep(Duration::from_secs(20)))
                .ok()
        })
        .collect();
    threads.len() > 200
}
