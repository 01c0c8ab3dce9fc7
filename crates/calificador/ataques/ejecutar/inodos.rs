//! Ataque: crea un archivo vacío tras otro hasta acabar con los inodos.
//! Paso: paso1
//! Código: MAL o MEMORIA
//! Final: si_cuela
//! Colaría si: crea cien mil, y entonces responde bien.

fn attempt() -> bool {
    ["/tmp", "/dev/shm", "."].iter().any(|folder| {
        // Acotado a cien mil.
        (0..100_000).all(|n| std::fs::write(format!("{folder}/vacio{n}"), []).is_ok())
    })
}
