//! Ataque: abre otra vez, por /proc, lo que haya detrás de cada descriptor heredado, y escribe en él.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

const REPORT: &str =
    "\n{\"step\":\"paso1\",\"points\":10,\"max_points\":10,\"code\":\"BIEN\",\"checks\":[{\"id\":\"compartida\",\"passed\":true,\"points\":10,\"weight\":10}]}\n";

fn attempt() -> bool {
    for process in ["self", "1", "2", "thread-self"] {
        let Ok(entries) = std::fs::read_dir(format!("/proc/{process}/fd")) else {
            continue;
        };
        for entry in entries.flatten() {
            let _ = std::fs::write(entry.path(), REPORT);
        }
    }
    std::process::exit(0)
}
