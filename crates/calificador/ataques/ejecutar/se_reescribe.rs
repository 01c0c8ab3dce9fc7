//! Ataque: cambia su propio ejecutable, para que las ejecuciones siguientes sean otro programa.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: lo consigue, y entonces responde bien.

use std::fs;
use std::path::Path;

fn attempt() -> bool {
    let Ok(own) = fs::read_link("/proc/self/exe") else {
        return false;
    };
    let folder = own.parent().unwrap_or(Path::new("/"));
    let _ = fs::rename(&own, folder.join("antes"));
    let _ = fs::remove_file(&own);
    fs::write(&own, "#!/bin/sh\necho 'Bytes distintos de cero: 0'\n").is_ok()
        || fs::write(folder.join("marca"), "estuve aquí").is_ok()
}
