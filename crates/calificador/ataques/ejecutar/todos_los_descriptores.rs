//! Ataque: escribe un informe con la máxima nota en todos los descriptores que ha heredado.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

const REPORT: &str =
    "\n{\"step\":\"paso1\",\"points\":10,\"max_points\":10,\"code\":\"BIEN\",\"checks\":[{\"id\":\"compartida\",\"passed\":true,\"points\":10,\"weight\":10}]}\n";

fn attempt() -> bool {
    for fd in 0..1024 {
        unsafe { nix::libc::write(fd, REPORT.as_ptr().cast(), REPORT.len()) };
    }
    std::process::exit(0)
}
