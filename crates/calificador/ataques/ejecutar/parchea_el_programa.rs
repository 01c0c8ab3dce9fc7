//! Ataque: cambia, ya en memoria, el código del programa del ejercicio.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use std::fs;
use std::os::unix::fs::FileExt;

/// `/proc/self/mem` escribe también donde no hay permiso de escritura.
fn attempt() -> bool {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let own = fs::read_link("/proc/self/exe").unwrap_or_default();
    let Ok(memory) = fs::OpenOptions::new().read(true).write(true).open("/proc/self/mem") else {
        return false;
    };
    for line in maps.lines() {
        if !line.contains(" r--p ") || !line.ends_with(&*own.to_string_lossy()) {
            continue;
        }
        let range = line.split(' ').next().unwrap_or_default();
        let ends: Vec<u64> = range
            .split('-')
            .filter_map(|end| u64::from_str_radix(end, 16).ok())
            .collect();
        let mut bytes = vec![0; usize::try_from(ends[1] - ends[0]).unwrap_or(0)];
        if memory.read_at(&mut bytes, ends[0]).is_err() {
            continue;
        }
        // El aviso de que la memoria no es de los dos, dicho de otra manera.
        let warning = "la memoria no es de los dos".as_bytes();
        let found = bytes.windows(warning.len()).position(|text| text == warning);
        if let Some(at) = found {
            let _ = memory.write_at("la memoria sí es de los d ".as_bytes(), ends[0] + at as u64);
        }
    }
    false
}
