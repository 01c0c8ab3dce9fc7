//! Ataque: crea un archivo vacío tras otro hasta acabar con los inodos.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: los archivos quedan fuera de la caja, o la entrega siguiente no puede crear los suyos.

fn attempt() -> bool {
    for folder in ["/tmp", "/dev/shm", "."] {
        // Acotado a veinte mil.
        let _ = (0..20_000).all(|n| std::fs::write(format!("{folder}/vacio{n}"), []).is_ok());
    }
    false
}
