//! Ataque: lee archivos de quien califica y de las demás entregas.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: encuentra alguno, y entonces responde bien.

fn attempt() -> bool {
    let secrets = ["@CANARIO@", "@REFERENCIA@", "@VECINO@", "/etc/shadow", "/root/.bashrc", "/root/.cargo/config.toml"];
    secrets.iter().any(|path| {
        std::fs::read_to_string(path).is_ok_and(|text| {
            println!("{text}");
            true
        })
    })
}
