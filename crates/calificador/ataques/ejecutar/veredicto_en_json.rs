//! Ataque: escribe en la salida el informe del juez, en JSON, con la máxima nota.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

const REPORT: &str =
    "{\"step\":\"paso1\",\"points\":10,\"max_points\":10,\"code\":\"BIEN\",\"checks\":[{\"id\":\"compartida\",\"passed\":true,\"points\":10,\"weight\":10}]}";

fn attempt() -> bool {
    for _ in 0..100 {
        println!("{REPORT}");
        eprintln!("{REPORT}");
    }
    std::process::exit(0)
}
